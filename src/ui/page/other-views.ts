/** Which code draws which of the pages that few visits open first; apart from the first load, which would name every file of each. */
import type { PageId } from '../../share/pages.ts';
import type { PageView } from './page-view.ts';

/** Loads a page; only the one that is opened. */
export async function loadOtherView(id: Exclude<PageId, 'cost'>): Promise<PageView> {
  switch (id) {
    case 'choose':
      return (await import('../choose/choose-view.ts')).chooseView;
    case 'budget':
      return (await import('../budget/budget-view.ts')).budgetView;
    case 'map':
      return (await import('../map/map-view.ts')).mapView;
    case 'agents':
      return (await import('../agents/agents-view.ts')).agentsView;
    case 'training':
      return (await import('../training/training-view.ts')).trainingView;
    case 'signals':
      return (await import('../signals/signals-view.ts')).signalsView;
    case 'measure':
      return (await import('../measure/measure-view.ts')).measureView;
    case 'check':
      return (await import('../check/check-page.ts')).checkPage;
    case 'accuracy':
      return (await import('../accuracy/accuracy-view.ts')).accuracyView;
    case 'method':
      return (await import('../method/method-view.ts')).methodView;
    case 'embed':
      return (await import('../embed/embed-view.ts')).embedView;
    default:
      return id satisfies never;
  }
}
