// Bringing in files: sent, looked at, mapped, tried, imported.
import { Button, Progress } from '@mantine/core';
import { Body, Page } from '@/components/Page';
import { Empty, Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import css from './sources.module.css';
import { openFilePicker, useUpload } from './upload';
import { Wizard } from './Wizard';

export function UploadPage() {
  const { t, f } = useI18n();
  const upload = useUpload();
  const choose = (
    <Button variant={upload.state === 'none' ? 'filled' : 'default'} onClick={openFilePicker}>
      {t('upload.choose')}
    </Button>
  );
  return (
    <Page title={t('upload.title')} actions={upload.state === 'none' ? undefined : choose}>
      <Body label={t('upload.title')}>
        {upload.state === 'none' && (
          <Empty title={t('upload.none')} action={choose}>
            {t('upload.none_hint')}
          </Empty>
        )}
        {upload.state === 'sending' && (
          <div className={css.progress} role="status">
            <span>
              {upload.share < 1 ? t('upload.sending', { files: f.list(upload.names) }) : t('upload.looking')}
              <span className="dimmed"> · {f.percent(upload.share)}</span>
            </span>
            <Progress
              size="sm"
              value={upload.share * 100}
              animated={upload.share === 1}
              aria-label={t('upload.sending', { files: f.list(upload.names) })}
            />
          </div>
        )}
        {upload.state === 'failed' && <Failed title={t('upload.failed')} error={upload.error} retry={openFilePicker} />}
        {upload.state === 'looked' && <Wizard key={upload.looked.upload_id} looked={upload.looked} />}
      </Body>
    </Page>
  );
}
