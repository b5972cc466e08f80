// What the rows of a file are: another choice is guessed for anew, with its own rules and questions.
import { Select } from '@mantine/core';
import type { LookedFile, RecordKind } from '@/api/types';
import { Failed } from '@/components/states';
import { useI18n } from '@/i18n';
import { useLookAgain } from './api';

const kinds: readonly RecordKind[] = ['sales', 'customers', 'products', 'campaigns', 'exposures', 'touch_points'];

interface Props {
  uploadId: string;
  /** The reading as it was first looked at. */
  file: LookedFile;
  kind: RecordKind | undefined;
  onLooked: (again: LookedFile) => void;
}

export function KindChoice({ uploadId, file, kind, onLooked }: Props) {
  const { t } = useI18n();
  const look = useLookAgain();
  const choose = (next: RecordKind | undefined) => {
    if (!next || next === kind) return;
    // Back to what it was first taken for: that may be a preset or a saved mapping, which a look with a kind passes over.
    if (next === file.mapping?.kind) onLooked(file);
    else {
      const body = { upload_id: uploadId, file: file.file, reading: file.reading, kind: next };
      look.mutate(body, { onSuccess: onLooked });
    }
  };
  return (
    <>
      <Select
        label={t('mapping.kind')}
        w={220}
        allowDeselect={false}
        disabled={look.isPending}
        data={kinds.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
        value={kind ?? null}
        onChange={(next) => choose(kinds.find((one) => one === next))}
      />
      {look.error && <Failed error={look.error} />}
    </>
  );
}
