// A file can be dropped anywhere in the window; this also holds the one file dialog.
import { IconFileImport } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n';
import css from './FileDrop.module.css';
import { upload } from './upload';

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

export function FileDrop() {
  const { t } = useI18n();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const start = (files: FileList | null | undefined) => {
      if (!files || files.length === 0) return;
      upload([...files]);
      navigate({ to: '/sources/new' });
    };
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      start(event.dataTransfer?.files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [navigate]);

  return (
    <>
      <input
        id="file-picker"
        type="file"
        multiple
        hidden
        aria-label={t('palette.upload')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length === 0) return;
          upload(files);
          navigate({ to: '/sources/new' });
        }}
      />
      {over && (
        <div className={css.over}>
          <div className={css.box}>
            <IconFileImport size={32} stroke={1.5} aria-hidden="true" />
            {t('sources.drop')}
          </div>
        </div>
      )}
    </>
  );
}
