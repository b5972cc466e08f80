// A button whose menu is answered with one more key: d, then 2.
import { Button, type ButtonProps, Menu } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { KeyHint } from '@/components/KeyHint';

export interface Option {
  value: string;
  label: string;
  hint?: string;
}

interface Props extends Pick<ButtonProps, 'variant'> {
  label: string;
  shortcut: string;
  title: string;
  options: Option[];
  opened: boolean;
  setOpened: (opened: boolean) => void;
  onChoose: (value: string) => void;
  icon?: ReactNode;
}

export function Choice({ label, shortcut, title, options, opened, setOpened, onChoose, variant, icon }: Props) {
  useEffect(() => {
    if (!opened) return;
    const onKey = (event: KeyboardEvent) => {
      const option = options[Number(event.key) - 1];
      if (!option) return;
      event.preventDefault();
      event.stopPropagation();
      setOpened(false);
      onChoose(option.value);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [opened, options, onChoose, setOpened]);

  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={240}
      trapFocus
      returnFocus={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          variant={variant ?? 'default'}
          leftSection={icon}
          rightSection={<KeyHint>{shortcut}</KeyHint>}
          aria-keyshortcuts={shortcut}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{title}</Menu.Label>
        {options.map((option, index) => (
          <Menu.Item
            key={option.value}
            data-autofocus={index === 0 || undefined}
            rightSection={<KeyHint>{index + 1}</KeyHint>}
            onClick={() => onChoose(option.value)}
          >
            {option.label}
            {option.hint && <span className="dimmed small"> {option.hint}</span>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
