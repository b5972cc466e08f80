"""Tells one small story with a client library: `python send.py <library> <address> <key> <user>`.

The libraries are used as their documentation says; only the address and the key are ours.
"""

import sys

LIBRARY, ADDRESS, KEY, USER = sys.argv[1:5]

TRAITS = {"email": f"{USER}@example.com", "firstName": "Ada", "lastName": "Byron", "plan": "pro"}
VIEWED = {"product_id": "drill", "name": "Drill", "category": "Tools", "price": 19}
PAGE = {"title": "Prices", "url": "https://shop.example/prices", "path": "/prices"}
ORDER = {
    "order_id": f"{USER}-1",
    "total": 27.5,
    "shipping": 3,
    "tax": 2,
    "discount": 2.5,
    "currency": "EUR",
    "products": [
        {"product_id": "drill", "name": "Drill", "category": "Tools", "price": 19, "quantity": 1},
        {"product_id": "bits", "name": "Bits", "price": 3, "quantity": 2},
    ],
}


def tell(analytics):
    """Segment's calls, which RudderStack's library shares."""
    analytics.identify(USER, traits=TRAITS, anonymous_id=f"anon-{USER}")
    analytics.track(USER, "Product Viewed", VIEWED)
    analytics.page(USER, name="Prices", properties=PAGE)
    analytics.track(USER, "Order Completed", ORDER)
    analytics.group(USER, "acme", {"name": "Acme", "employees": 12})
    analytics.alias(f"old-{USER}", USER)
    analytics.flush()


def segment():
    import segment.analytics as analytics

    analytics.write_key, analytics.host = KEY, ADDRESS
    tell(analytics)


def rudderstack():
    import rudderstack.analytics as analytics

    analytics.write_key, analytics.dataPlaneUrl = KEY, ADDRESS
    tell(analytics)


def posthog():
    from posthog import Posthog

    client = Posthog(KEY, host=ADDRESS)
    client.set(distinct_id=USER, properties={**TRAITS, "name": "Ada Byron"})
    client.capture("Product Viewed", distinct_id=USER, properties=VIEWED)
    client.capture("$pageview", distinct_id=USER, properties={"$current_url": PAGE["url"], "title": PAGE["title"]})
    client.capture("Order Completed", distinct_id=USER, properties=ORDER)
    client.group_identify("company", "acme", {"name": "Acme"})
    client.alias(f"old-{USER}", USER)
    client.shutdown()


def snowplow():
    from snowplow_tracker import Emitter, PageView, SelfDescribing, SelfDescribingJson, Subject, Tracker

    emitter = Emitter(ADDRESS.removeprefix("http://"), protocol="http", method="post", batch_size=20)
    subject = Subject()
    subject.set_user_id(USER)
    subject.set_domain_user_id(f"device-{USER}")
    tracker = Tracker("test", [emitter], subject=subject, app_id=KEY, encode_base64=True)
    tracker.track(PageView(page_url=PAGE["url"], page_title=PAGE["title"]))
    told = {"product_viewed": VIEWED, "order_completed": ORDER, "identify": {**TRAITS, "name": "Ada Byron"}}
    for name, data in told.items():
        tracker.track(SelfDescribing(SelfDescribingJson(f"iglu:com.acme/{name}/jsonschema/1-0-0", data)))
    tracker.flush()


def cloudevents():
    import requests
    from cloudevents.core.bindings.http import to_binary, to_structured
    from cloudevents.core.formats.json import JSONFormat
    from cloudevents.core.v1.event import CloudEvent
    import uuid

    def event(kind, data):
        attributes = {
            "id": str(uuid.uuid4()),
            "source": "/till/3",
            "type": kind,
            "specversion": "1.0",
            "subject": USER,
            "datacontenttype": "application/json",
        }
        return CloudEvent(attributes=attributes, data=data)

    def send(message):
        headers = {**message.headers, "authorization": f"Bearer {KEY}"}
        requests.post(f"{ADDRESS}/events", data=message.body, headers=headers, timeout=30).raise_for_status()

    send(to_structured(event("com.acme.identify", {"userId": USER, "traits": TRAITS}), JSONFormat()))
    send(to_binary(event("com.acme.product.viewed", VIEWED), JSONFormat()))
    send(to_binary(event("com.acme.page", {"name": "Prices", **PAGE}), JSONFormat()))
    send(to_structured(event("com.acme.order.completed", ORDER), JSONFormat()))


globals()[LIBRARY]()
