// The overlay that `?` opens: all keys, by where they work.
import { Modal, SimpleGrid } from '@mantine/core';
import { type PlainKey, useI18n } from '@/i18n';
import css from './KeysHelp.module.css';

type KeyRow = [keys: string[], what: PlainKey];

const groups: { title: PlainKey; rows: KeyRow[] }[] = [
  {
    title: 'keys.everywhere',
    rows: [
      [['Ctrl', 'K'], 'keys.palette'],
      [['g'], 'keys.go'],
      [['?'], 'keys.help'],
    ],
  },
  {
    title: 'keys.lists',
    rows: [
      [['j'], 'keys.next'],
      [['k'], 'keys.previous'],
      [['Enter'], 'keys.open'],
      [['/'], 'keys.search'],
    ],
  },
  {
    title: 'keys.task',
    rows: [
      [['d'], 'keys.done'],
      [['s'], 'keys.snooze'],
      [['x'], 'keys.skip'],
      [['c'], 'keys.call'],
      [['e'], 'keys.email'],
      [['w'], 'keys.evidence'],
      [['z'], 'keys.undo'],
    ],
  },
];

export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useI18n();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className={css.title}>{t(group.title)}</h3>
            <dl className={css.list}>
              {group.rows.map(([keys, what]) => (
                <div key={what} className={css.row}>
                  <dt>{t(what)}</dt>
                  <dd>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </SimpleGrid>
    </Modal>
  );
}
