// What a file does not say: each question has an assumed answer; those a mapping can hold are answered here.
import { Select } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import type { Mapping, Question, Target } from '@/api/types';
import { useI18n } from '@/i18n';
import { dateLike } from './dates';
import css from './sources.module.css';

function withConstant(mapping: Mapping, target: Target, value: string): Mapping {
  const others = (mapping.constants ?? []).filter((one) => one.target !== target);
  return { ...mapping, constants: [...others, { target, value }] };
}

/** The mapping with that answer; undefined where the answer is not a part of a mapping. */
function answered(mapping: Mapping, code: string, answer: string): Mapping | undefined {
  switch (code) {
    case 'which-currency':
      return withConstant(mapping, 'currency', answer);
    case 'which-touch':
      return withConstant(mapping, 'touch', answer);
    case 'day-or-month-first':
      return { ...mapping, date_format: answer };
    case 'comma-in-numbers':
      return { ...mapping, decimal_comma: answer === 'decimals' };
    default:
      return undefined;
  }
}

/** The answer that the mapping holds now. */
function present(mapping: Mapping, { code, assumed }: Question): string {
  const constant = (target: Target) => mapping.constants?.find((one) => one.target === target)?.value ?? assumed;
  switch (code) {
    case 'which-currency':
      return constant('currency');
    case 'which-touch':
      return constant('touch');
    case 'day-or-month-first':
      return mapping.date_format || assumed;
    case 'comma-in-numbers':
      return mapping.decimal_comma ? 'decimals' : 'thousands';
    default:
      return assumed;
  }
}

interface Props {
  questions: Question[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

export function QuestionList({ questions, mapping, onChange }: Props) {
  const { t, told } = useI18n();
  if (questions.length === 0) return null;
  return (
    <ul className={css.problems}>
      {questions.map((question) => {
        const { code, text, column, assumed, others } = question;
        const answer = present(mapping, question);
        const choices = [...new Set([answer, assumed, ...others])].filter(Boolean);
        const data = choices.map((value) => ({
          value,
          label: code === 'day-or-month-first' ? dateLike(value) : value,
        }));
        return (
          <li key={`${code} ${column}`}>
            <IconHelpCircle size={16} className="attention" aria-hidden="true" />
            <span style={{ flex: 1 }}>
              {told(code, text)}
              {column && <span className="dimmed"> {t('problem.at_column', { column })}</span>}
            </span>
            {answered(mapping, code, answer) ? (
              <Select
                w={160}
                aria-label={`${t('question.answer')}: ${told(code, text)}`}
                allowDeselect={false}
                data={data}
                value={answer || null}
                onChange={(next) => next && onChange(answered(mapping, code, next) ?? mapping)}
              />
            ) : (
              assumed && <span className="dimmed">{t('question.assumed', { answer: assumed })}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
