// Why a customer is on a list: one line for the list, one sentence for the open task, the evidence, the method.
import sentences from './sentences.json' with { type: 'json' };

export const reasons = {
  ...sentences,
  'evidence.window': { one: 'In the last day', other: 'In the last {n} days' },
  'evidence.window_orders': { one: '{n} order, {expected} expected', other: '{n} orders, {expected} expected' },
  'evidence.first_order': 'First order',
  'evidence.value_per_order': 'Worth of one order',
  'evidence.p_value': 'Chance of this without a change',
  'evidence.q_value': 'False alarms among reasons this strong',
  'evidence.usual_gap_days': 'Usual gap between orders',
  'evidence.last_order': 'Last order',
  'evidence.p_alive': 'Chance that they still buy',
  'evidence.item_times': 'Bought {item}',
  'evidence.times': { one: '{n} time', other: '{n} times' },
  'evidence.item_gap': 'Usual gap between those',
  'evidence.gap_range': '{gap} (so far {from} – {to})',
  'evidence.item_due': 'Next expected',
  'evidence.item_late': 'Later than usual from',
  'evidence.orders': 'Orders in all',
  'evidence.item_bought': 'Bought {item}',
  'evidence.half_within': 'Half of those who follow do so within',
  'evidence.products': 'Products',
  'evidence.last_seen': 'Last seen there',
  'evidence.standing': 'Judged before',
  'evidence.first_touch': 'First contact by',
  'evidence.none': 'Nothing else is known of them yet.',
  'method.declining':
    'Everything before the window gives the customer’s own pace. A gamma-Poisson model, fitted across all customers and weighted by season, says how many orders to expect in the window and how likely so few are by chance. Customers are listed only when that stays convincing after testing everyone at once (Benjamini–Hochberg). Value at risk is the missing orders times what one order earns, shrunk towards other customers when there are few.',
  'method.late':
    'The customer’s own gaps between orders, shrunk towards those of other customers when there are few, say how long a silence can last before it surprises. The silence now is longer than that. Value at risk is the orders missing so far times what one order earns.',
  'method.lapsed':
    'A model of buying and leaving (MBG/NBD or Pareto/NBD, whichever fits better), fitted on all customers, gives the chance that this customer still buys from how often and how recently they bought. It is corrected by how regular their own gaps were and by how many of those called gone came back on your own past. Value at risk is what they would be expected to spend if they were still buying.',
  'method.lost_line':
    'For each category the customer bought regularly, their share of orders with it before says how many to expect among the orders they still make. So few would rarely happen by chance, also after testing all customers and categories at once.',
  'method.due':
    'The usual interval between two purchases of this product, by this customer and by others who buy it, says when the next one is expected. It is due when that day has come.',
  'method.pattern':
    'Customers who bought the first product are compared with customers who were as active in the same month. The second product must follow clearly more often than among those, also after testing all pairs at once, and again in later data.',
  'method.show': 'How this is computed',
} as const;
