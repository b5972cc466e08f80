// The table of contents: every address there is.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  redirect,
} from '@tanstack/react-router';
import { Customers } from '@/features/customers/Customers';
import { Opportunities } from '@/features/opportunities/Opportunities';
import { Patterns } from '@/features/patterns/Patterns';
import { Sources } from '@/features/sources/Sources';
import { Today } from '@/features/today/Today';
import { WorklistPage } from '@/features/today/WorklistPage';
import { Gate } from './Gate';
import { NotFound } from './NotFound';
import {
  customerSearch,
  customersSearch,
  entrySearch,
  opportunitiesSearch,
  parseSearch,
  patternSearch,
  patternsSearch,
  stringifySearch,
  todaySearch,
} from './search';

const root = createRootRoute({ component: Gate, notFoundComponent: NotFound });
const under = <P extends string>(path: P) => ({ getParentRoute: () => root, path }) as const;

const home = createRoute({
  ...under('/'),
  validateSearch: entrySearch,
  beforeLoad: ({ search }) => {
    if (search.token) throw redirect({ to: '/setup', search });
    throw redirect({ to: '/today' });
  },
});
const setup = createRoute({
  ...under('/setup'),
  validateSearch: entrySearch,
  component: () => <Navigate to="/today" />,
});
const today = createRoute({ ...under('/today'), validateSearch: todaySearch, component: Today });
const worklist = createRoute({ ...under('/worklists/$id'), validateSearch: todaySearch, component: WorklistPage });
const opportunities = createRoute({
  ...under('/opportunities'),
  validateSearch: opportunitiesSearch,
  component: Opportunities,
});
const rules = createRoute({
  ...under('/opportunities/rules'),
  component: lazyRouteComponent(() => import('@/features/opportunities/Rules'), 'Rules'),
});
const customers = createRoute({ ...under('/customers'), validateSearch: customersSearch, component: Customers });
const customer = createRoute({
  ...under('/customers/$key'),
  validateSearch: customerSearch,
  component: lazyRouteComponent(() => import('@/features/customers/CustomerPage'), 'CustomerPage'),
});
const patterns = createRoute({ ...under('/patterns'), validateSearch: patternsSearch, component: Patterns });
const pattern = createRoute({
  ...under('/patterns/$id'),
  validateSearch: patternSearch,
  component: lazyRouteComponent(() => import('@/features/patterns/PatternPage'), 'PatternPage'),
});
const sources = createRoute({ ...under('/sources'), component: Sources });
const identity = createRoute({
  ...under('/sources/identity'),
  component: lazyRouteComponent(() => import('@/features/identity/IdentityPage'), 'IdentityPage'),
});
const upload = createRoute({
  ...under('/sources/new'),
  component: lazyRouteComponent(() => import('@/features/sources/UploadPage'), 'UploadPage'),
});
const streams = createRoute({
  ...under('/sources/streams'),
  component: lazyRouteComponent(() => import('@/features/streams/StreamsPage'), 'StreamsPage'),
});
const stream = createRoute({
  ...under('/sources/streams/$id'),
  component: lazyRouteComponent(() => import('@/features/streams/StreamPage'), 'StreamPage'),
});
const importRoute = createRoute({
  ...under('/sources/$id'),
  component: lazyRouteComponent(() => import('@/features/sources/ImportPage'), 'ImportPage'),
});

const automation = <P extends string>(path: P) => under(`/automations${path}` as const);
const automations = createRoute({
  ...automation(''),
  component: lazyRouteComponent(() => import('@/features/automations/Automations'), 'Automations'),
});
const automationNew = createRoute({
  ...automation('/new'),
  component: lazyRouteComponent(() => import('@/features/automations/AutomationPage'), 'NewAutomation'),
});
const automationLog = createRoute({
  ...automation('/log'),
  component: lazyRouteComponent(() => import('@/features/automations/Log'), 'Log'),
});
const automationDeliveries = createRoute({
  ...automation('/deliveries'),
  component: lazyRouteComponent(() => import('@/features/automations/Deliveries'), 'Deliveries'),
});
const automationEndpoints = createRoute({
  ...automation('/endpoints'),
  component: lazyRouteComponent(() => import('@/features/automations/Endpoints'), 'Endpoints'),
});
const automationLetters = createRoute({
  ...automation('/letters'),
  component: lazyRouteComponent(() => import('@/features/automations/Letters'), 'Letters'),
});
const automationOne = createRoute({
  ...automation('/$id'),
  component: lazyRouteComponent(() => import('@/features/automations/AutomationPage'), 'AutomationPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    setup,
    today,
    worklist,
    opportunities,
    rules,
    customers,
    customer,
    patterns,
    pattern,
    sources,
    identity,
    upload,
    streams,
    stream,
    importRoute,
    automations,
    automationNew,
    automationLog,
    automationDeliveries,
    automationEndpoints,
    automationLetters,
    automationOne,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
