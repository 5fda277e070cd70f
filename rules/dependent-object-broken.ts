import { code, codeList, defineRule, findView, subjectOf, viewsMentioning } from '../src/engine/rule.js';

export const dependentObjectBroken = defineRule({
  id: 'dependent-object-broken',
  summary: 'A view goes, and views that read it stay and fail',
  question: 'How do I change a view that other views read?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['dropView'],
  check({ operation, before, end, isRollback }) {
    if (isRollback || findView(end, operation.view)) return undefined;
    const readers = viewsMentioning(before, operation.view).filter((name) =>
      end.views.some((view) => subjectOf(view.name) === name),
    );
    if (readers.length === 0) return undefined;
    const name = subjectOf(operation.view);
    const many = readers.length > 1;
    return {
      subject: name,
      headline: `${codeList(readers)} ${many ? 'fail' : 'fails'} once the view ${code(name)} is gone`,
      message: `The server drops ${code(name)} without a word, although ${codeList(readers)} ${many ? 'read' : 'reads'} it. From then on each query of ${many ? 'them' : 'it'} fails with error 1356, and so does a dump of the database that meets ${many ? 'them' : 'it'}.`,
      remedy: `First change or drop ${codeList(readers)}, in front of this statement; ${code('CREATE OR REPLACE VIEW')} changes a view in place.`,
    };
  },
});
