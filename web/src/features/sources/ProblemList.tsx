// What is wrong or should be decided: what happened, where, what to do.
import { IconAlertTriangle, IconHelpCircle } from '@tabler/icons-react';
import type { components } from '@/api/schema.gen';
import { useI18n } from '@/i18n';
import css from './sources.module.css';

type Problem = components['schemas']['Problem'];

export function ProblemList({ problems, serious }: { problems: Problem[]; serious?: boolean }) {
  const { t, told, said, language } = useI18n();
  if (problems.length === 0) return null;
  const Icon = serious ? IconAlertTriangle : IconHelpCircle;
  return (
    <ul className={css.problems}>
      {problems.map((problem) => {
        const { line, column } = problem.place;
        const place = [
          line == null ? undefined : t('problem.at_line', { line }),
          column == null ? undefined : t('problem.at_column', { column }),
        ].filter(Boolean);
        // A hint that has no Finnish is left out; the sentence before it says what to do.
        const hint = language === 'en' || said(problem.hint) !== problem.hint ? said(problem.hint) : '';
        return (
          <li key={`${problem.code} ${line} ${column} ${problem.what}`}>
            <Icon size={16} className={serious ? 'loss' : 'attention'} aria-hidden="true" />
            <span>
              {told(problem.code, problem.what)}
              <span className="dimmed"> {[hint, ...place].filter(Boolean).join(' ')}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
