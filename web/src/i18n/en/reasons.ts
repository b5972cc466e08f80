// Why a customer is on a list: one line for the list, one sentence for the open task, the evidence, the method.
export const reasons = {
  'reason.kind.declining': 'Declining',
  'reason.kind.late': 'Late',
  'reason.kind.lapsed': 'Lapsed',
  'reason.kind.lost_line': 'Lost line',
  'reason.kind.due': 'Due',
  'reason.kind.pattern': 'Pattern',
  'reason.short.declining': {
    one: '{n} order in {days} days, {expected} expected',
    other: '{n} orders in {days} days, {expected} expected',
  },
  'reason.short.declining_none': 'No order in {days} days, {expected} expected',
  'reason.short.late': {
    one: 'Silent for {since} days, usually buys daily',
    other: 'Silent for {since} days, usually buys every {n}',
  },
  'reason.short.lapsed': { one: 'Silent for {n} day, probably gone', other: 'Silent for {n} days, probably gone' },
  'reason.short.lost_line': 'Stopped buying {category}',
  'reason.short.due': 'Due for {product}',
  'reason.short.pattern': 'Bought {a}, {b} often follows',
  'reason.long.declining': {
    one: 'In the last {days} days {name} was expected to order {expected} times and ordered once.',
    other: 'In the last {days} days {name} was expected to order {expected} times and ordered {n} times.',
  },
  'reason.long.declining_none':
    'In the last {days} days {name} was expected to order {expected} times and has not ordered once.',
  'reason.long.late': {
    one: '{name} usually buys every day and has been silent for {since}. More than {upper} would already be unusual.',
    other:
      '{name} usually buys every {n} days and has been silent for {since}. More than {upper} would already be unusual.',
  },
  'reason.long.lapsed': {
    one: '{name} has placed {n} order and has been silent for {since} days. The chance that they still buy is {alive}.',
    other:
      '{name} has placed {n} orders and has been silent for {since} days. The chance that they still buy is {alive}.',
  },
  'reason.long.lost_line':
    '{name} used to buy {category}, last on {last}, and still buys other things: {expected} orders with it were expected, {observed} came.',
  'reason.long.due': {
    one: '{name} buys {product} every day, last on {last}. The next was expected on {due}.',
    other: '{name} buys {product} about every {n} days, last on {last}. The next was expected on {due}.',
  },
  'reason.long.pattern': {
    one: '{name} bought {a} and not yet {b}. Buyers of {a} buy {b} {lift} times as often as their like; the window is open for {n} more day.',
    other:
      '{name} bought {a} and not yet {b}. Buyers of {a} buy {b} {lift} times as often as their like; the window is open for {n} more days.',
  },
  'evidence.first_order': 'First order',
  'evidence.value_per_order': 'Worth of one order',
  'evidence.p_value': 'Chance of this without a change',
  'evidence.q_value': 'False alarms among reasons this strong',
  'evidence.orders_expected': 'Orders expected',
  'evidence.orders_observed': 'Orders seen',
  'evidence.window_days': 'Window',
  'evidence.usual_gap_days': 'Usual gap between orders',
  'evidence.last_order': 'Last order',
  'evidence.days_since': 'Days since the last order',
  'evidence.p_alive': 'Chance that they still buy',
  'evidence.orders': 'Orders in all',
  'method.declining':
    'Everything before the window gives the customer’s own pace. A gamma-Poisson model, fitted across all customers and weighted by season, says how many orders to expect in the window and how likely so few are by chance. Customers are listed only when that stays convincing after testing everyone at once (Benjamini–Hochberg). Value at risk is the missing orders times what one order earns, shrunk towards other customers when there are few.',
  'method.late':
    'The customer’s own gaps between orders, shrunk towards those of other customers when there are few, say how long a silence can last before it surprises. The silence now is longer than that. Value at risk is the orders missing so far times what one order earns.',
  'method.lapsed':
    'A model of buying and leaving (MBG/NBD; Batislam, Denizel and Filiztekin 2007), fitted on all customers, gives the chance that this customer still buys from how often and how recently they bought. Value at risk is what they would be expected to spend if they were still buying.',
  'method.lost_line':
    'For each category the customer bought regularly, their share of orders with it before says how many to expect among the orders they still make. So few would rarely happen by chance, also after testing all customers and categories at once.',
  'method.due':
    'The usual interval between two purchases of this product, by this customer and by others who buy it, says when the next one is expected. It is due when that day has come.',
  'method.pattern':
    'Customers who bought the first product are compared with customers who were as active in the same month. The second product must follow clearly more often than among those, also after testing all pairs at once, and again in later data.',
  'method.show': 'How this is computed',
} as const;
