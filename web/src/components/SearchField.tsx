// The search of a list: `/` goes to it, what is typed reaches the URL after a short rest.
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '@/app/shortcuts';
import { KeyHint } from '@/components/KeyHint';
import { useI18n } from '@/i18n';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number;
  shortcut?: boolean;
}

export function SearchField({ label, value, onChange, width = 220, shortcut = true }: Props) {
  const { t } = useI18n();
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const report = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  useShortcuts({ '/': () => input.current?.focus() }, shortcut);
  const change = (next: string) => {
    setText(next);
    report(next);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      w={width}
      aria-label={label}
      placeholder={label}
      value={text}
      leftSection={<IconSearch size={14} aria-hidden="true" />}
      rightSection={
        text ? (
          <CloseButton size="xs" aria-label={t('list.clear')} onClick={() => change('')} />
        ) : shortcut ? (
          <KeyHint>/</KeyHint>
        ) : undefined
      }
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && input.current?.blur()}
    />
  );
}
