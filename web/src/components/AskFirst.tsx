// A button for what a click cannot take back: it asks first, and says what will happen.
import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  icon: ReactNode;
  loading: boolean;
  /** The question, and what follows from a yes. */
  ask: string;
  what: string;
  /** What the two answers are called. */
  keep: string;
  go: string;
  onGo: () => void;
}

export function AskFirst({ label, icon, loading, ask, what, keep, go, onGo }: Props) {
  const [asking, { open, close }] = useDisclosure(false);
  const yes = () => {
    close();
    onGo();
  };
  return (
    <>
      <Button variant="default" loading={loading} leftSection={icon} onClick={open}>
        {label}
      </Button>
      <Modal opened={asking} onClose={close} title={ask} centered>
        <p style={{ marginTop: 0 }}>{what}</p>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {keep}
          </Button>
          <Button color="red" onClick={yes}>
            {go}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
