// Generated from crates/server/openapi.json by `npm run api`. Do not edit.

export interface paths {
    "/api/v1/analyses/{analysis}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Starts an analysis in the background. Today follows when it is of decline or replenishment. */
        post: operations["start_analysis"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attributes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The names of the attributes that customers have, in alphabetical order. */
        get: operations["list_attributes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All automations, by name. */
        get: operations["list_automations"];
        put?: never;
        /** Makes an automation. It rests until it is resumed. */
        post: operations["create_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at a definition without keeping it: says what is wrong, or how many customers meet it. */
        post: operations["check_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a definition would have done over the last thirty days. Nothing is written. */
        post: operations["try_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Words to choose from when an automation is written. */
        get: operations["list_automation_words"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One automation. */
        get: operations["get_automation"];
        /** Changes an automation. */
        put: operations["update_automation"];
        post?: never;
        /** Takes an automation away. Its log stays. */
        delete: operations["delete_automation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets an automation rest. What happens meanwhile is not caught up on. */
        post: operations["pause_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets an automation to work. */
        post: operations["resume_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/company": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company's settings. */
        get: operations["get_company"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the company's settings; findings are computed again when they depend on them. */
        patch: operations["update_company"];
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list of customers. */
        get: operations["list_customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer: who they are, how they stand, on which lists and why. */
        get: operations["get_customer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{key}/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer bought, by category. */
        get: operations["list_customer_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{key}/rhythm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A customer's rhythm. */
        get: operations["get_rhythm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{key}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened with a customer, newest first. */
        get: operations["list_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{key}/touch-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs a contact; it is on disk when this answers. */
        post: operations["create_touch_point"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deliveries, newest first. */
        get: operations["list_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends everything again that was given up since a moment. */
        post: operations["replay_deliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with what was sent and what was answered. */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a delivery again, now, under the same id. */
        post: operations["replay_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All endpoints, by name. */
        get: operations["list_endpoints"];
        put?: never;
        /** Makes an endpoint and tells its secret. */
        post: operations["create_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/private": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Allows, or forbids, webhooks to addresses of this machine and this network. */
        put: operations["allow_private_addresses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes an endpoint's name and address. */
        put: operations["update_endpoint"];
        post?: never;
        /** Takes an endpoint away; what waits for it is not sent. */
        delete: operations["delete_endpoint"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends nothing to an endpoint for now. */
        post: operations["pause_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends an endpoint a test. */
        post: operations["ping_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends to an endpoint again, also what waited. */
        post: operations["resume_endpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/endpoints/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an endpoint a new secret and tells it; the one before also signs for a day. */
        post: operations["rotate_secret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events: `job` (a job), `findings` (an analysis is new), `tasks` (a list changed), `imports` (facts changed),
         *     `opportunity` (the feed changed), `automations`, `deliveries` and `replay` (the demonstration's clock).
         *     Resumes after the id in `Last-Event-ID`; where that is too long ago it begins with `missed`: load anew what is shown.
         */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Downloads a list: `today`, `opportunities`, `customers`, `patterns`, `pattern-members`, `worklist`, `replenishment` or `due`, ending in
         *     `.csv` or `.xlsx`, with the same filters as the list; `pattern-members` and `worklist` take the id as `id`. Reasons are told in
         *     `language`, `en` or `fi`, else in the company's. The file is named after the list and the day.
         */
        get: operations["export_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/quality": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How good the findings are, beside the baselines. */
        get: operations["get_quality"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/firings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The log of automations, newest first. */
        get: operations["list_firings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest merges, those taken back among them. */
        get: operations["list_merges"];
        put?: never;
        /** Makes one customer of two names, because a person says so. */
        post: operations["create_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/merges/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a merge back: each name is a customer of its own again, and the two are never joined by themselves any more. */
        post: operations["undo_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules by which names join. */
        get: operations["get_identity_rules"];
        /** Changes the rules. Merges that they ask for are made and those that they forbid are taken back, for the past too. */
        put: operations["set_identity_rules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers who may be one, as of some seconds ago. */
        get: operations["list_suggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All imports, newest first. */
        get: operations["list_imports"];
        put?: never;
        /** Imports files of an upload, as a job. The upload is removed when all of them are imported. */
        post: operations["create_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what is wrong with a mapping, and what its kind of record can take. Nothing is imported. */
        post: operations["check_mapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes files of any size and says what they seem to be. Nothing is imported. */
        post: operations["look_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/look-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks again at one reading of an upload whose kind a person has told: its columns, rules and questions are guessed for that
         *     kind. Nothing is imported.
         */
        post: operations["look_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/look-path": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at files that already lie on the server. They are read where they lie. */
        post: operations["look_path"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says what an import would do, as a job. Nothing is imported. */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import. */
        get: operations["get_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows that were not imported, with line, column and reason. */
        get: operations["list_rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/rejected.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rejected rows as a file to fix and import again: the header as it was, just those rows, the reason in a last column. */
        get: operations["download_rejected"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an import back, as a job. */
        post: operations["undo_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs that wait or run, then the latest 50 that ended. */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job. */
        get: operations["get_job"];
        put?: never;
        post?: never;
        /** Tells a job to stop; nothing of it stays. */
        delete: operations["cancel_job"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The product levels. */
        get: operations["list_levels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How letters leave the house. */
        get: operations["get_mailer"];
        /** Sets how letters leave the house. */
        put: operations["update_mailer"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mailer/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a test letter. */
        post: operations["test_mailer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mappings that were saved. */
        get: operations["list_mappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Something to act on now, newest first. */
        get: operations["list_opportunities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes an opportunity up: it stands on Today. */
        post: operations["accept_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that an opportunity is none, and why. */
        post: operations["dismiss_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/opportunities/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes back that an opportunity was taken up or dismissed. */
        post: operations["reopen_opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Patterns for one set of parameters. */
        get: operations["list_patterns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pattern with its curve. */
        get: operations["get_pattern"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns/{id}/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a worklist of those who bought A, not B, and whose window is open. */
        post: operations["create_pattern_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in a pattern. */
        get: operations["list_pattern_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the replay of the demonstration stands; null where nothing is replayed. */
        get: operations["get_replay"];
        /** Changes the speed of the replay; 0 pauses it. */
        put: operations["change_replay"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replenishment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Items that are bought again, their usual interval, and how many customers are due. */
        get: operations["list_replenishment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replenishment/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Customers who are due for one item, the most probable first. */
        get: operations["list_due_customers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules, and how each did in the last 90 days. */
        get: operations["list_rules"];
        put?: never;
        /** Adds a rule; it watches from now on. */
        post: operations["create_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a rule; what it saw before stays. */
        put: operations["update_rule"];
        post?: never;
        /** Removes a rule; what it saw and nobody acted on is withdrawn. */
        delete: operations["delete_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One search over customers, products, categories and patterns. */
        get: operations["search_everything"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is asking. */
        get: operations["get_session"];
        put?: never;
        /** Signs in; the cookie `vihje_session` is set. */
        post: operations["create_session"];
        /** Signs out. */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follows a one-time sign-in link (the demonstration prints one) and goes to the first screen. */
        get: operations["follow_link"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first administrator from the one-time link and signs them in. */
        post: operations["setup_administrator"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is known of each kind, and how fresh it is. */
        get: operations["list_sources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How complete and how fresh everything is. */
        get: operations["get_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sources that send events, with what came from each. */
        get: operations["list_streams"];
        put?: never;
        /** Adds a source; the answer holds its key, which is shown this once. */
        post: operations["create_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes what a source may send. */
        put: operations["update_stream"];
        post?: never;
        /** Takes a key back: nothing is taken with it any more. */
        delete: operations["revoke_stream"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of a source that were not understood, the newest first. */
        get: operations["list_rejected_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}/rejected/give-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives up all rejected events of a source with a code. */
        post: operations["give_up_rejected_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}/rejected/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads all rejected events of a source with a code again, as a job: for when the source's settings have changed. */
        post: operations["replay_rejected_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}/rejected/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Gives one rejected event up. */
        delete: operations["give_up_rejected_event"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}/rejected/{event}/mend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tells a rejected event again, mended; it goes the way of a new one. A payload that is not understood still changes nothing. */
        post: operations["mend_rejected_event"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes a key for a new one, which is shown this once; the one before holds for the hours given. */
        post: operations["rotate_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One task with everything needed to act on it. */
        get: operations["get_task"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks a task done; the contact becomes a touch-point on the customer's timeline. */
        post: operations["complete_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the latest action on a task back. */
        post: operations["reopen_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leaves a task out. */
        post: operations["skip_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a task off. */
        post: operations["snooze_task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A day's work, or all that is due: whom to contact and why, by rank. */
        get: operations["get_today"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/today/length": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets how many tasks the caller does a day. */
        put: operations["set_day_length"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All worklists that are not closed, newest first. Today is not among them. */
        get: operations["list_worklists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One worklist. */
        get: operations["get_worklist"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklists/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes a worklist: it is no longer among the lists, what was done with its tasks stays told. */
        post: operations["close_worklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklists/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a closed worklist out again. */
        post: operations["reopen_worklist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/worklists/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tasks of a worklist. */
        get: operations["list_worklist_tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a batch of events. The key is `api_key` in the body. */
        post: operations["send_posthog_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/capture/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one event, or a list. */
        post: operations["capture"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/com.snowplowanalytics.snowplow/tp2": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a batch of events. The application's id (`aid`) is the name of a source that speaks Snowplow, or its key. */
        post: operations["send_snowplow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one event (structured or binary mode) or a batch. The key is a bearer token. */
        post: operations["send_cloudevents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Answers while the process lives. */
        get: operations["get_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Takes one event in the query; the answer is a picture of one point. */
        get: operations["send_snowplow_pixel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All figures, in the text format of OpenMetrics 1.0. Answers this machine only, unless the settings have a token. */
        get: operations["get_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answers 200 when events are judged as they come, the data folder can be read and the disk takes what it is given; else 503, and
         *     the problem says why.
         */
        get: operations["get_readiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page with the button. */
        get: operations["show_unsubscribe"];
        put?: never;
        /** Sends no more letters to the address of the link. Again changes nothing. */
        post: operations["unsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes two names that are one person. */
        post: operations["send_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a batch of events, each with its `type`; at most 500 KB, gzip or plain. The key is the user of basic authorization, a
         *     bearer token, or `writeKey` in the body. Events that are not understood are kept and shown under Sources.
         */
        post: operations["send_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes what is known of a person's company. */
        post: operations["send_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes what is known of a person. */
        post: operations["send_identify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one page that somebody saw. */
        post: operations["send_page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{key}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What Segment's library for browsers asks before it sends: where to, and nothing else to load. */
        get: operations["get_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one screen that somebody saw. */
        post: operations["send_screen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one thing that somebody did. */
        post: operations["send_track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Taking an opportunity up. */
        Acceptance: {
            /** @description One line on it. */
            note?: string | null;
        };
        /** @description What an automation does. Texts may hold placeholders such as `{{customer.name}}`. */
        Action: {
            /** @description Why, one sentence. */
            text: string;
            /** @enum {string} */
            do: "task";
        } | {
            /**
             * Format: int64
             * @description The endpoint's number.
             */
            endpoint: number;
            /** @enum {string} */
            do: "webhook";
        } | {
            /** @description To whom: nothing for the customer, else an address such as a colleague's. */
            to?: string | null;
            /** @description Its subject. */
            subject: string;
            /** @description Plain text. */
            text: string;
            /** @description HTML; made from the plain text when nothing. */
            html?: string | null;
            /** @enum {string} */
            do: "email";
        } | {
            /** @description Its name. */
            name: string;
            /** @description Its value. */
            value: string;
            /** @enum {string} */
            do: "attribute";
        } | {
            /** @description The note. */
            text: string;
            /** @enum {string} */
            do: "note";
        };
        /**
         * @description The analyses there are.
         * @enum {string}
         */
        Analysis: "patterns" | "replenishment" | "decline" | "value";
        /** @description What to compute; what is not given takes its default. */
        AnalysisParameters: {
            /**
             * Format: int32
             * @description The product level (patterns, replenishment).
             * @default null
             */
            level?: number | null;
            /**
             * Format: int32
             * @description The window, in days (patterns, decline).
             * @default null
             */
            window_days?: number | null;
            /** @default null */
            question?: components["schemas"]["PatternQuestion"] | null;
            /** @description Only customers who meet this condition (patterns). */
            channel?: unknown;
            /**
             * Format: int32
             * @description Least number of customers behind a pattern (patterns).
             * @default null
             */
            min_support?: number | null;
            /** @default null */
            as_of?: components["schemas"]["Moment"] | null;
        };
        /** @description How good one analysis is. */
        AnalysisQuality: {
            /** @description Which analysis. */
            analysis: components["schemas"]["Analysis"];
            /** @description True for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description Moments at which history was cut and the list compared with what then happened; empty when history is too short. */
            cuts: components["schemas"]["Moment"][];
            /**
             * Format: double
             * @description Days after each cut in which "what then happened" was looked at.
             */
            horizon_days: number;
            /** @description The method and its baselines at several list lengths. */
            scores: components["schemas"]["Score"][];
            /** @description `beats`, `mixed`, `beaten` or `too_little` (history is too short to tell). */
            finding?: string | null;
            /** @description True when the method beats every baseline in precision and value captured; null when it could not be tried. */
            beats_baseline?: boolean | null;
            /**
             * Format: int32
             * @description Customers in decline now (decline only).
             */
            listed?: number | null;
            /** @description The order that did best, as a method of `scores`. */
            best_order: string;
            /** @description What Today and the list are ordered by, a method of `scores`: `value_at_risk`, unless another did clearly better. */
            ordered_by: string;
            /** @description Whether captured value is margin or sales. */
            basis: components["schemas"]["ValueBasis"];
            /** @description Currency of captured value. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: double
             * @description Share of held-out patterns that kept their direction (patterns only).
             */
            kept_share?: number | null;
            /**
             * Format: int64
             * @description Patterns tried on later data (patterns); customers drawn to try the list on, where there are too many to try it on all
             *     (decline).
             */
            tried?: number | null;
        };
        /** @description What people define. */
        Automation: {
            /** @description Its name. */
            name: string;
            /** @description When it fires. */
            trigger: components["schemas"]["Trigger"];
            /** @description What must hold of what happened; all of them. */
            tests?: components["schemas"]["HappeningTest"][];
            /** @description What must hold of the customer, as text: `orders >= 3 and owner is known`; empty for everybody. */
            who?: string;
            /** @description What it does, in this order. */
            actions: components["schemas"]["Action"][];
            /** @description How often at most. */
            limits?: components["schemas"]["Limits"];
        };
        /** @description A definition that was looked at. */
        AutomationChecked: {
            /**
             * Format: int64
             * @description Customers who meet what it asks of them, now.
             */
            customers: number;
        };
        /** @description An automation with how often it fired. */
        AutomationRow: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description What was defined. */
            definition: components["schemas"]["Automation"];
            /** @description Whether it rests. */
            paused: boolean;
            resumed_at?: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Times it fired since the company's day began.
             */
            fired_today: number;
            /**
             * Format: int64
             * @description Times it fired within seven days.
             */
            fired_week: number;
            /**
             * Format: int64
             * @description Times it was held back within seven days.
             */
            held_week: number;
            last_fired?: components["schemas"]["Moment"] | null;
            /** @description When it was last changed. */
            changed_at: components["schemas"]["Moment"];
            /** @description By whom. */
            changed_by: string;
        };
        /** @description Words to choose from when an automation is written. */
        AutomationWords: {
            /** @description Words of touch-points that were ever told, the most frequent first. */
            touches: string[];
            /** @description Placeholders of texts. */
            placeholders: string[];
            /** @description Rules of opportunities: number and name. */
            rules: components["schemas"]["RuleName"][];
            /** @description Whether letters can be sent. */
            mailer: boolean;
        };
        BTreeMap: {
            [key: string]: string;
        };
        /** @description How far a file has been read, in bytes as they lie on the disk (packed where the file is packed). */
        BytesRead: {
            /**
             * Format: int64
             * @description Bytes read.
             */
            read: number;
            /**
             * Format: int64
             * @description Bytes of the whole file.
             */
            total: number;
        };
        /** @description The events are on disk. */
        Captured: {
            /**
             * Format: int32
             * @description Always 1.
             */
            status: number;
        };
        /** @description What a customer bought, by category. */
        CategoryRow: {
            /** @description The category. */
            category: string;
            /**
             * Format: int64
             * @description Sale lines.
             */
            lines: number;
            /** @description Sales of it. */
            sales: components["schemas"]["Money"];
            /**
             * Format: double
             * @description Share of the customer's sales, 0 to 1.
             */
            share: number;
            /** @description When it was last bought. */
            last_bought: components["schemas"]["Moment"];
            /** @description Sales of each of the last 12 months, oldest first, in the reporting currency. */
            months: number[];
            /** @description True when they stopped buying it while still buying others. */
            stopped: boolean;
        };
        /** @description One column and what it becomes. */
        Column: {
            /** @description Name in the header, or `column1` … where there is none. */
            name: string;
            /** @description What it becomes. */
            target: components["schemas"]["Target"];
        };
        /** @description One column and why it becomes what it becomes. */
        ColumnGuess: {
            /** @description Its name in the header. */
            name: string;
            /** @description What it becomes. */
            target: components["schemas"]["Target"];
            /**
             * Format: double
             * @description How sure, 0 to 1.
             */
            confidence: number;
            /** @description Why, one sentence. */
            reason: string;
            /** @description Up to three of its values. */
            examples: string[];
        };
        /** @description Changes to the company's settings; what is not given stays. */
        CompanyChanges: {
            /** @description A new name. */
            name?: string | null;
            /** @description A new IANA time zone. */
            time_zone?: string | null;
            currency?: components["schemas"]["Currency"] | null;
            /** @description `en` or `fi`. */
            language?: string | null;
            /** @description `latest-sale`, `now`, or a fixed moment. */
            as_of_rule?: string | null;
            /** @description Words in the name of a category by which its products are charges, in place of those there were. */
            charge_categories?: string[] | null;
        };
        /** @description What the screens need to know of the company. */
        CompanyInfo: {
            /** @description Its name. */
            name: string;
            /** @description Days are cut in this IANA time zone. */
            time_zone: string;
            /** @description The reporting currency. */
            currency: components["schemas"]["Currency"];
            /** @description Language of the screens for those who chose none: `en` or `fi`. */
            language: string;
            /** @description How `as_of` is found: `latest-sale`, `now`, or a fixed moment. */
            as_of_rule: string;
            /** @description Every computed screen is true for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description True for the demonstration. */
            demo: boolean;
            /** @description Words in the name of a category by which its products are charges: counted as purchases, never offered. */
            charge_categories: string[];
        };
        /** @description What came of a task. */
        Completion: {
            /** @description `reached`, `no_answer`, `sold`, `not_interested`, `other`. */
            outcome?: string | null;
            /** @description How: `call`, `email`, `visit`, `survey`, `other`; `call` when not given. */
            contact?: string | null;
            /** @description One line on it. */
            note?: string | null;
        };
        /**
         * @description How a file is packed.
         * @enum {string}
         */
        Compression: "none" | "gzip" | "zstd";
        /** @description A value that every row has. */
        Constant: {
            /** @description What it is. */
            target: components["schemas"]["Target"];
            /**
             * @description Its value, read like a column's. `{name}` stands for what the column of that name holds in the row, so that a
             *     value can be put together (`{First Name} {Last Name}`) or one column serve twice; see [`Constant::parts`].
             */
            value: string;
        };
        /** @description How much is known. */
        Counts: {
            /**
             * Format: int64
             * @description Customers who have bought.
             */
            customers: number;
            /**
             * Format: int64
             * @description People and companies who have not bought yet.
             */
            prospects: number;
            /**
             * Format: int64
             * @description Products.
             */
            products: number;
            /**
             * Format: int64
             * @description Sale lines, returns and charges included.
             */
            sale_lines: number;
            /**
             * Format: int64
             * @description Touch-points.
             */
            touch_points: number;
            /**
             * Format: int64
             * @description Campaigns.
             */
            campaigns: number;
        };
        /** @description An e-mail address and a password. */
        Credentials: {
            /** @description The e-mail address. */
            email: string;
            /** @description The password. */
            password: string;
        };
        /**
         * @description An ISO 4217 alphabetic code.
         * @example EUR
         */
        Currency: string;
        /**
         * @description A customer or prospect. In text (API, URL) sixteen hexadecimal digits: JavaScript cannot hold 64-bit integers.
         * @example 00d1f3a9c4e27b68
         */
        CustomerKey: string;
        /** @description One customer's page. */
        CustomerProfile: {
            /** @description The row of the list. */
            customer: components["schemas"]["CustomerRow"];
            /** @description E-mail address. */
            email?: string | null;
            /** @description Telephone number. */
            phone?: string | null;
            /** @description Demographics and everything else the sources told. */
            attributes: {
                [key: string]: string;
            };
            /** @description RFM segment, such as `champions`. */
            segment?: string | null;
            /**
             * Format: double
             * @description Expected orders over the next year.
             */
            expected_orders?: number | null;
            value_per_order?: components["schemas"]["Money"] | null;
            /** @description Whether values are margin or sales. */
            basis: components["schemas"]["ValueBasis"];
            /** @description Which lists the customer is on, and why. */
            tasks: components["schemas"]["Task"][];
            /** @description Patterns whose window is open. */
            patterns: components["schemas"]["OpenPattern"][];
            /** @description Items that are due. */
            due: components["schemas"]["DueItem"][];
            /** @description Computed values are true for this moment. */
            as_of: components["schemas"]["Moment"];
        };
        /** @description A customer in a list. */
        CustomerRow: {
            /** @description The customer's key. */
            key: components["schemas"]["CustomerKey"];
            /** @description Id in the source. */
            id: string;
            /** @description Name to show; the id where there is none. */
            name: string;
            /** @description The sales person who owns the relation. */
            owner?: string | null;
            /** @description How they stand. */
            state: components["schemas"]["Standing"];
            /**
             * Format: int32
             * @description Orders in all.
             */
            orders: number;
            first_order?: components["schemas"]["Moment"] | null;
            last_order?: components["schemas"]["Moment"] | null;
            /** @description Sales in all, returns taken off. */
            sales: components["schemas"]["Money"];
            /**
             * Format: double
             * @description The customer's own median gap between orders, in days.
             */
            usual_gap_days?: number | null;
            next_expected?: components["schemas"]["Expected"] | null;
            value_at_risk?: components["schemas"]["Money"] | null;
            /**
             * Format: double
             * @description Probability that the customer still buys.
             */
            alive?: number | null;
            expected_value?: components["schemas"]["Money"] | null;
            /** @description Recency, frequency and money quintiles, 5 the best, such as `5-4-3`. */
            rfm?: string | null;
        };
        /** @description A page of customers. */
        Customers: {
            /** @description The rows. */
            items: components["schemas"]["CustomerRow"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Customers who meet the filters.
             */
            total: number;
            /** @description Computed columns are true for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description Every owner there is, for the filter; at most 200. */
            owners: string[];
        };
        /** @description How far the caller's day is. */
        Day: {
            /**
             * Format: int32
             * @description Tasks they do a day.
             */
            length: number;
            /**
             * Format: int64
             * @description Done, snoozed and skipped by them since the day began.
             */
            done: number;
            /**
             * Format: int64
             * @description Left of the day; fewer than the length leaves when no more are due.
             */
            left: number;
        };
        /** @description How many tasks the caller does a day. */
        DayLength: {
            /**
             * Format: int32
             * @description 1 to 500; 25 for who chose none.
             */
            length: number;
        };
        /** @description What became of one action of a firing. */
        Deed: {
            /** @description `task`, `webhook`, `email`, `attribute`, `note`. */
            action: string;
            /** @description What became of it. */
            state: components["schemas"]["DeedState"];
            /** @description A code, where it was left out or failed. */
            why?: string | null;
        };
        /**
         * @description What became of one action.
         * @enum {string}
         */
        DeedState: "done" | "sent" | "left_out" | "failed";
        /** @description One delivery. */
        Delivery: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /**
             * Format: int64
             * @description The firing it comes from; null of a test.
             */
            firing?: number | null;
            /** @description The name of its automation; null of a test. */
            automation_name?: string | null;
            /** @description `webhook` or `email`. */
            channel: string;
            /**
             * Format: int64
             * @description The endpoint, of a webhook.
             */
            endpoint?: number | null;
            /** @description To whom: the endpoint's name or an address. */
            recipient: string;
            /** @description The same at every attempt: `webhook-id`. */
            message_id: string;
            /** @description What it is: `automation.fired`, `endpoint.ping`, `letter`, `test`. */
            kind: string;
            /** @description Where it stands. */
            state: components["schemas"]["DeliveryState"];
            /**
             * Format: int32
             * @description Attempts so far.
             */
            attempts: number;
            next_at?: components["schemas"]["Moment"] | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            attempted_at?: components["schemas"]["Moment"] | null;
            /**
             * Format: int32
             * @description The status of the latest answer.
             */
            status?: number | null;
            /** @description What went wrong at the latest attempt, as a code. */
            problem?: string | null;
            /**
             * Format: int32
             * @description How long the latest attempt took, in milliseconds.
             */
            took_ms?: number | null;
        };
        /** @description One delivery with what was sent and what was answered. */
        DeliveryDetail: {
            /** @description The delivery. */
            delivery: components["schemas"]["Delivery"];
            /** @description What is sent: JSON, or the text of a letter. */
            body: string;
            /** @description The beginning of the latest answer. */
            response?: string | null;
        };
        /**
         * @description Where a delivery stands.
         * @enum {string}
         */
        DeliveryState: "waiting" | "delivered" | "failed";
        /**
         * @description What a sender speaks.
         * @enum {string}
         */
        Dialect: "segment" | "posthog" | "snowplow" | "cloudevents";
        /** @description Dismissing an opportunity. */
        Dismissal: {
            /** @description `not_relevant`, `already_handled`, `wrong_time`, `do_not_contact`, `other` or another short word. */
            reason: string;
            /** @description One line on it. */
            note?: string | null;
        };
        /** @description One day of a dry run. */
        DryDay: {
            /** @description Its first moment. */
            day: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Times it would have fired.
             */
            fired: number;
            /**
             * Format: int64
             * @description Times it would have been held back.
             */
            held: number;
        };
        /** @description One firing of a dry run. */
        DryExample: {
            /** @description The customer. */
            customer: components["schemas"]["CustomerKey"];
            /** @description Their name. */
            name: string;
            /** @description When it happened. */
            at: components["schemas"]["Moment"];
            /** @description The touch-point's word or the reason's code. */
            kind: string;
            /** @description What it was about. */
            subject: string;
            value?: components["schemas"]["Money"] | null;
        };
        /** @description What an automation would have done. */
        DryRun: {
            /** @description From this moment. */
            from: components["schemas"]["Moment"];
            /** @description Up to this one. */
            to: components["schemas"]["Moment"];
            /** @description Each of the days, also those without anything. */
            days: components["schemas"]["DryDay"][];
            /**
             * Format: int64
             * @description Times it would have fired.
             */
            fired: number;
            /**
             * Format: int64
             * @description Customers it would have fired for.
             */
            customers: number;
            /**
             * Format: int64
             * @description Times that the limit for a customer would have held it back.
             */
            held_for_customer: number;
            /**
             * Format: int64
             * @description Times that the limit of a day would have held it back.
             */
            held_for_day: number;
            /**
             * Format: int64
             * @description Times that what happened passed, but not what must hold of the customer.
             */
            not_met: number;
            /** @description True when there was more than could be looked at: the latest part was not. */
            more: boolean;
            /** @description The latest of the firings. */
            examples: components["schemas"]["DryExample"][];
        };
        /** @description A customer who is due for an item. */
        DueCustomer: {
            /** @description The customer's key. */
            key: components["schemas"]["CustomerKey"];
            /** @description Id in the source. */
            id: string;
            /** @description Name to show. */
            name: string;
            /** @description The sales person who owns the relation. */
            owner?: string | null;
            /** @description What is due, and when. */
            due: components["schemas"]["DueItem"];
        };
        /** @description An item that is due for a customer. */
        DueItem: {
            /** @description The product or category. */
            item: string;
            /** @description When it was last bought. */
            last_bought: components["schemas"]["Moment"];
            /**
             * Format: double
             * @description The usual interval, in days.
             */
            usual_gap_days: number;
            /** @description When the next purchase is expected. */
            due_at: components["schemas"]["Moment"];
            late_at?: components["schemas"]["Moment"] | null;
            value?: components["schemas"]["Money"] | null;
        };
        /** @description Where webhooks go. */
        Endpoint: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Its name. */
            name: string;
            /** @description Its address. */
            url: string;
            /** @description Whether nothing is sent there now. */
            paused: boolean;
            /** @description Why it was paused by itself: `gone`, `failing`. */
            why_paused?: string | null;
            failing_since?: components["schemas"]["Moment"] | null;
            delivered_at?: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Deliveries that wait for it.
             */
            waiting: number;
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            /** @description By whom. */
            created_by: string;
        };
        /** @description An endpoint as people give it. */
        EndpointGiven: {
            /** @description Its name. */
            name: string;
            /** @description Its address: `https://`. */
            url: string;
        };
        /** @description An endpoint with its secret, which is told this once. */
        EndpointMade: {
            /** @description The endpoint. */
            endpoint: components["schemas"]["Endpoint"];
            /** @description What signs webhooks: `whsec_…`. */
            secret: string;
        };
        /** @description All endpoints, and whether addresses that are not public are allowed. */
        Endpoints: {
            /** @description By name. */
            items: components["schemas"]["Endpoint"][];
            /** @description Whether webhooks may go to addresses of this machine and this network. */
            allow_private: boolean;
        };
        /** @description The numbers behind a reason; null where the analysis does not give one. */
        Evidence: {
            /**
             * Format: int32
             * @description Orders in all.
             * @default null
             */
            orders?: number | null;
            /** @default null */
            first_order?: components["schemas"]["Moment"] | null;
            /** @default null */
            last_order?: components["schemas"]["Moment"] | null;
            /**
             * Format: double
             * @description Days since the latest order.
             * @default null
             */
            days_since?: number | null;
            /**
             * Format: double
             * @description The customer's own usual gap, in days.
             * @default null
             */
            usual_gap_days?: number | null;
            /**
             * Format: double
             * @description Orders expected in the window.
             * @default null
             */
            orders_expected?: number | null;
            /**
             * Format: int32
             * @description Orders seen in the window.
             * @default null
             */
            orders_observed?: number | null;
            /**
             * Format: double
             * @description The window, in days.
             * @default null
             */
            window_days?: number | null;
            /**
             * Format: double
             * @description Probability of this little by chance.
             * @default null
             */
            p_value?: number | null;
            /**
             * Format: double
             * @description Among reasons as strong as this one, the share expected to be false alarms.
             * @default null
             */
            q_value?: number | null;
            /**
             * Format: double
             * @description Probability that the customer still buys.
             * @default null
             */
            alive?: number | null;
            /** @default null */
            value_per_order?: components["schemas"]["Money"] | null;
        };
        /** @description When the next order is expected. */
        Expected: {
            /** @description Low end of the 80 % interval. */
            from: components["schemas"]["Moment"];
            /** @description Median. */
            at: components["schemas"]["Moment"];
            /** @description High end of the 80 % interval. */
            to: components["schemas"]["Moment"];
        };
        /** @description One reading of one file and its mapping. */
        FileMapping: {
            /** @description The file's name, as looked at. */
            file: string;
            /**
             * Format: int32
             * @description Which reading of the file; the first when not given.
             */
            reading?: number;
            /** @description How it is read. */
            mapping: components["schemas"]["Mapping"];
        };
        /** @description What became, or would become, of one reading of one file. */
        FileOutcome: {
            /** @description The file's name. */
            file: string;
            /** @description What its rows are. */
            kind: components["schemas"]["RecordKind"];
            /** @description Counts; `import` is the id of the import, empty for a preview. */
            outcome: components["schemas"]["Outcome"];
            /** @description The first rejected rows. */
            rejected: components["schemas"]["Rejected"][];
        };
        /** @description One computed set of findings. */
        FindingStatus: {
            /** @description Which analysis. */
            analysis: components["schemas"]["Analysis"];
            /** @description Its parameters, canonical JSON. */
            parameters: string;
            /** @description True for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description When it was computed. */
            computed_at: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Milliseconds it took.
             */
            took_ms: number;
            /** @description Facts have come or gone since. */
            stale: boolean;
        };
        /** @description One line of the log. */
        Firing: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /**
             * Format: int64
             * @description The automation.
             */
            automation: number;
            /** @description Its name. */
            automation_name: string;
            /** @description What it was told by: `event`, `opportunity`, `list_entry`, `schedule`. */
            cause: string;
            /** @description The offset, opportunity or task behind it; null of a time that came. */
            cause_id?: string | null;
            /** @description The customer. */
            customer: components["schemas"]["CustomerKey"];
            /** @description Their name; null before it was judged. */
            customer_name?: string | null;
            /** @description When it happened. */
            at: components["schemas"]["Moment"];
            /** @description The touch-point's word or the reason's code. */
            kind: string;
            /** @description What it was about. */
            subject: string;
            value?: components["schemas"]["Money"] | null;
            /** @description Where it stands. */
            state: components["schemas"]["FiringState"];
            /** @description Why it was held back or failed, as a code. */
            why?: string | null;
            /** @description What became of each action. */
            deeds: components["schemas"]["Deed"][];
            judged_at?: components["schemas"]["Moment"] | null;
        };
        /**
         * @description Where a firing stands.
         * @enum {string}
         */
        FiringState: "waiting" | "fired" | "held" | "failed";
        /** @description Something worth a look. */
        Flag: {
            /** @description A stable code in kebab case. */
            code: string;
            /**
             * Format: int64
             * @description How many rows.
             */
            rows: number;
            /** @description One of them, in words. */
            example: string;
        };
        /** @description How a file is written. */
        Format: {
            /** @description The character between fields. */
            delimiter: string;
            /** @description False when the first line is already data. */
            header: boolean;
            /** @description `utf-8`, `utf-16` or `latin-1`. */
            encoding: string;
            /** @enum {string} */
            kind: "csv";
        } | {
            /** @enum {string} */
            kind: "json_lines";
        } | {
            /** @enum {string} */
            kind: "parquet";
        } | {
            /** @description The sheet's name. */
            sheet: string;
            /** @enum {string} */
            kind: "xlsx";
        };
        /** @description What was found, best first. Screens are found by the web application itself. */
        Found: {
            /** @description Customers and prospects. */
            customers: components["schemas"]["FoundCustomer"][];
            /** @description Products and categories. */
            items: components["schemas"]["FoundItem"][];
            /** @description Patterns at the default level. */
            patterns: components["schemas"]["FoundPattern"][];
        };
        /** @description A customer that was found. */
        FoundCustomer: {
            /** @description The customer's key. */
            key: components["schemas"]["CustomerKey"];
            /** @description Id in the source. */
            id: string;
            /** @description Name to show. */
            name: string;
        };
        /** @description A product or category that was found. */
        FoundItem: {
            /**
             * Format: int32
             * @description Its level; 0 is the product itself.
             */
            level: number;
            /** @description Its name. */
            name: string;
        };
        /** @description A pattern that was found. */
        FoundPattern: {
            /** @description The pattern's id. */
            id: string;
            /** @description What was bought. */
            a: string;
            /** @description What is then bought. */
            b: string;
        };
        /** @description Gaps between orders, in days. */
        Gaps: {
            /**
             * Format: int32
             * @description How many.
             */
            count: number;
            /**
             * Format: double
             * @description Lower quartile.
             */
            q1: number;
            /**
             * Format: double
             * @description Median.
             */
            median: number;
            /**
             * Format: double
             * @description Upper quartile.
             */
            q3: number;
            /**
             * Format: double
             * @description Longest.
             */
            longest: number;
            /**
             * Format: double
             * @description Days since the latest order.
             */
            current: number;
        };
        /** @description A reading of an upload, and what a person says its rows are. */
        GivenKind: {
            /** @description The upload. */
            upload_id: string;
            /** @description The file's name. */
            file: string;
            /**
             * Format: int32
             * @description Which reading of the file, from 0.
             */
            reading: number;
            /** @description What the rows are. */
            kind: components["schemas"]["RecordKind"];
        };
        /** @description How many rejected events were given up. */
        GivenUp: {
            /**
             * Format: int64
             * @description How many.
             */
            events: number;
        };
        /** @description A test of what happened. */
        HappeningTest: {
            /** @description `value`, `subject`, `item`, `kind`, or the name of an attribute, without regard to case. */
            of: string;
            /** @description How. */
            op: components["schemas"]["Op"];
            /** @description Against what: one value, or several for `in`. */
            values?: string[];
        };
        /** @description How patterns found on the first part of history did on the later part. */
        HeldOut: {
            /** @description Where history was cut. */
            cut: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Patterns found before the cut that could be tried after it.
             */
            tried: number;
            /**
             * Format: double
             * @description Of them, the share whose lift kept its direction.
             */
            kept_share?: number | null;
            /**
             * Format: double
             * @description Observed over expected of the rules found above expectation, on the part they were found on: flattered.
             */
            lift_found?: number | null;
            /**
             * Format: double
             * @description The same rules together on later data: not flattered.
             */
            lift_held_out?: number | null;
            /**
             * Format: double
             * @description The plain baseline: of as many pairs by naive lift, the share above expectation on later data.
             */
            naive_share?: number | null;
        };
        /** @description The rules by which names join. */
        IdentityRules: {
            /**
             * @description Browsers and devices.
             * @default {
             *       "at_most": 2,
             *       "joins": true,
             *       "joins_customers": false
             *     }
             */
            anonymous?: components["schemas"]["JoinRule"];
            /**
             * @description E-mail addresses.
             * @default {
             *       "at_most": 2,
             *       "joins": true,
             *       "joins_customers": true
             *     }
             */
            email?: components["schemas"]["JoinRule"];
            /**
             * @description Telephone numbers.
             * @default {
             *       "at_most": 2,
             *       "joins": true,
             *       "joins_customers": false
             *     }
             */
            phone?: components["schemas"]["JoinRule"];
            /**
             * @description Ids in other systems.
             * @default {
             *       "at_most": 2,
             *       "joins": true,
             *       "joins_customers": true
             *     }
             */
            external?: components["schemas"]["JoinRule"];
            /**
             * @description Names that join nobody: whole ones, or with `*` at the beginning or end (`info@*`).
             * @default [
             *       "info@*",
             *       "sales@*",
             *       "office@*",
             *       "noreply@*",
             *       "no-reply@*",
             *       "test@*"
             *     ]
             */
            never?: string[];
        };
        /** @description One import. */
        Import: {
            /** @description The import's id. */
            id: string;
            /** @description The file's name. */
            file: string;
            /** @description What its rows were read as. */
            kinds: components["schemas"]["RecordKind"][];
            /** @description Where it stands; how far a running one is, its job tells. */
            state: components["schemas"]["ImportState"];
            outcome?: components["schemas"]["Outcome"] | null;
            problem?: components["schemas"]["Problem"] | null;
            /** @description When it began. */
            created_at: components["schemas"]["Moment"];
            /** @description Who asked for it. */
            by: string;
            finished_at?: components["schemas"]["Moment"] | null;
            undone_at?: components["schemas"]["Moment"] | null;
        };
        /** @description What a preview or an import gave. */
        ImportResult: {
            /** @description One for each file. */
            outcomes: components["schemas"]["FileOutcome"][];
        };
        /**
         * @description Where an import stands.
         * @enum {string}
         */
        ImportState: "running" | "done" | "failed" | "undone";
        /** @description How one customer has bought one item. */
        ItemHistory: {
            /** @description The product or category. */
            item: string;
            /**
             * Format: int32
             * @description Days on which it was bought.
             */
            times: number;
            /**
             * Format: int32
             * @description Days between two of them at least; null of what was bought once.
             */
            shortest_gap_days?: number | null;
            /**
             * Format: int32
             * @description Days between two of them at most.
             */
            longest_gap_days?: number | null;
        };
        /** @description One piece of background work. */
        Job: {
            /** @description The job's id. */
            id: string;
            /** @description What it does: `import`, `preview`, `undo`, `refresh` (all findings again) or `analysis`. */
            kind: string;
            /** @description What it works on, such as a file's name. */
            subject: string;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
            /** @description How far it is. */
            progress: components["schemas"]["JobProgress"];
            /** @description When it was asked for. */
            created_at: components["schemas"]["Moment"];
            started_at?: components["schemas"]["Moment"] | null;
            finished_at?: components["schemas"]["Moment"] | null;
            problem?: components["schemas"]["Problem"] | null;
            result?: components["schemas"]["ImportResult"] | null;
        };
        /** @description How far a job is. */
        JobProgress: {
            /**
             * @description The step, a stable word: `reading`, `checking`, `matching`, `writing`, `loading`, `decline`, `backtest`, `replenishment`,
             *     `patterns`, `storing`, `pages`.
             */
            step: string;
            /**
             * Format: double
             * @description Part of the whole that is done, 0 to 1: by files and steps, not by time.
             */
            fraction: number;
            /**
             * Format: int64
             * @description Rows of the file at hand, once known.
             */
            rows?: number | null;
            bytes?: components["schemas"]["BytesRead"] | null;
            /**
             * Format: double
             * @description Bytes a second in this step, where they are measured.
             */
            rate?: number | null;
            /**
             * Format: double
             * @description Seconds until this step has read its file, where that is measured.
             */
            seconds_left?: number | null;
        };
        /**
         * @description Where a job stands.
         * @enum {string}
         */
        JobState: "waiting" | "running" | "done" | "failed" | "cancelled" | "interrupted";
        /** @description What one kind of name may join. */
        JoinRule: {
            /** @description Whether this kind of name joins at all. */
            joins: boolean;
            /** @description Whether it may make one customer of two own ids that come from different sources. */
            joins_customers: boolean;
            /**
             * Format: int32
             * @description Own ids that may share one such name; a name with more is shared, and joins nobody.
             */
            at_most: number;
        };
        /** @description One level of the product hierarchy. */
        Level: {
            /**
             * Format: int32
             * @description Counted from one, the widest; 0 is the product itself.
             */
            level: number;
            /** @description Its name in the company. */
            name: string;
            /**
             * Format: int64
             * @description Items on it.
             */
            items: number;
            /** @description True for the level that lists use when none is asked for. */
            default: boolean;
        };
        /** @description How often an automation fires at most. */
        Limits: {
            /**
             * Format: int32
             * @description For one customer within `customer_days`.
             */
            per_customer: number;
            /**
             * Format: int32
             * @description Days over which that is counted.
             */
            customer_days: number;
            /**
             * Format: int32
             * @description In all within one day of the company.
             */
            per_day: number;
        };
        /** @description What arrived, and what it seems to be. */
        Looked: {
            /** @description Names the upload in what follows; kept for a day. */
            upload_id: string;
            /** @description Each file in the order they are best imported. */
            files: components["schemas"]["LookedFile"][];
        };
        /** @description One reading of one file. A file that holds several kinds of record (sales with customers) has several. */
        LookedFile: {
            /** @description The file's name; with `reading` it names this reading in what follows. */
            file: string;
            /**
             * Format: int32
             * @description Which reading of the file, from 0.
             */
            reading: number;
            /**
             * Format: int64
             * @description Bytes.
             */
            bytes: number;
            format?: components["schemas"]["Format"] | null;
            /** @description How it is packed. */
            compression: components["schemas"]["Compression"];
            /** @description Header and the first rows. */
            preview: components["schemas"]["Sample"];
            mapping?: components["schemas"]["Mapping"] | null;
            /** @description What each column becomes and why. */
            columns: components["schemas"]["ColumnGuess"][];
            /**
             * Format: double
             * @description How sure the kind of record is, 0 to 1.
             */
            confidence: number;
            /** @description Why it is read like this, one sentence each. */
            reasons: string[];
            /** @description What a person should decide; each has an assumed answer. */
            questions: components["schemas"]["Question"][];
            /** @description What keeps it from being imported, or is worth knowing before. */
            problems: components["schemas"]["Problem"][];
            /** @description Where the mapping comes from: a guess, a preset, a saved mapping, or nowhere. */
            origin: components["schemas"]["Origin"];
        };
        /** @description How letters leave the house. */
        Mailer: {
            /** @description The relay's name. */
            host: string;
            /**
             * Format: int32
             * @description Its port: 587 for STARTTLS, 465 for TLS, 25 for a local one.
             */
            port: number;
            /** @description How the connection is kept from others. */
            security: components["schemas"]["Security"];
            /** @description Whom to sign in as; nobody when empty. */
            user?: string;
            /** @description The address that letters come from. */
            from: string;
            /** @description The name beside it. */
            from_name?: string;
            /** @description Where answers go; to `from` when empty. */
            reply_to?: string;
            /** @description The address under which customers reach this server, for unsubscribing: `https://vihje.example.com`. */
            public_url: string;
        };
        /** @description How letters are to leave the house. */
        MailerGiven: {
            /** @description The settings. */
            settings: components["schemas"]["Mailer"];
            /** @description A new password; null leaves the one before, an empty one takes it away. */
            password?: string | null;
        };
        /** @description How letters leave the house. */
        MailerShown: {
            settings?: components["schemas"]["Mailer"] | null;
            /** @description Whether a password is kept. */
            has_password: boolean;
        };
        /** @description How a kind of record is read from a file: shown, saved under a name, used again. */
        Mapping: {
            /** @description What the rows are. */
            kind: components["schemas"]["RecordKind"];
            /** @description Every column of the file, in the file's order. */
            columns: components["schemas"]["Column"][];
            /** @description Values for targets that no column holds, such as a currency or a single product. */
            constants?: components["schemas"]["Constant"][];
            /**
             * @description How dates are written, in `strptime` form; empty where they are ISO 8601 or typed; one of [`date_number`] where
             *     they are numbers.
             */
            date_format?: string;
            /** @description Time zone of moments that do not say their own, an IANA name. */
            time_zone?: string;
            /** @description True where numbers are written `1.234,56`. */
            decimal_comma?: boolean;
            /** @description Which rows are kept and what they are. */
            rules?: components["schemas"]["Rules"];
            /** @description Names of the product levels, from the widest. */
            level_names?: string[];
        };
        /** @description What a mapping is tried on. */
        MappingCheck: {
            /** @description The mapping to check. */
            mapping: components["schemas"]["Mapping"];
        };
        /** @description What is wrong with a mapping; nothing when empty. */
        MappingProblems: {
            /** @description What is wrong. */
            problems: components["schemas"]["Problem"][];
            /** @description What a column of this kind of record can become; attributes stand with an empty name. */
            targets: components["schemas"]["Target"][];
            /** @description What it does beyond its columns, one sentence each: rows left out by a rule, values put together, the currency. */
            rules: string[];
        };
        /** @description Two customers who may be one, for a person to judge. */
        MayBeOne: {
            /** @description The one met first, as its source names it. */
            first: string;
            /** @description What the first is called. */
            first_name: string;
            /** @description The other. */
            second: string;
            /** @description What the other is called. */
            second_name: string;
            /** @description The kind of name they share: `email`, `phone`, `external` or `anonymous`. */
            kind: string;
            /** @description The name they share. */
            shared: string;
            /** @description Why they are not joined by themselves: `not_by_rule`, `same_source`, or `through_another`: they share it only by way of a third. */
            why: string;
        };
        /**
         * @description What of an order is compared.
         * @enum {string}
         */
        Measure: "value" | "quantity";
        /** @description A rejected event, mended. */
        MendedEvent: {
            /** @description The event as it should have come. */
            payload: string;
        };
        /** @description Two names that were made one customer. */
        MergeShown: {
            /** @description The name that was taken in, such as `anonymous:5f1c`. */
            from: string;
            /** @description The customer who has both. */
            into: string;
            /** @description Why: `anonymous`, `email`, `phone`, `external`, `alias` or `person`. */
            joined_by: string;
            /** @description What they share, or who said so. */
            evidence: string;
            /** @description When. */
            merged_at: components["schemas"]["Moment"];
            undone_at?: components["schemas"]["Moment"] | null;
            /** @description By whom. */
            undone_by?: string | null;
        };
        /** @description Another name turned out to be the customer's. */
        Merged: {
            /** @description The name that was taken in, such as `anonymous:5f1c`. */
            from: string;
            /** @description The customer who has both. */
            into: string;
            /** @description Why: `anonymous`, `email`, `phone`, `external`, `alias` or `person`. */
            joined_by: string;
            /** @description What they share, or who said so. */
            evidence: string;
            undone_at?: components["schemas"]["Moment"] | null;
            /** @description By whom. */
            undone_by?: string | null;
        };
        /** @description A page of merges. */
        Merges: {
            /** @description Newest first. */
            items: components["schemas"]["MergeShown"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
        };
        /** @description Something that is missing, such as 212 of 500 sale lines. */
        Missing: {
            /** @description `sales`, `customers` or `history_days`. */
            code: string;
            /**
             * Format: int64
             * @description How much there is.
             */
            have: number;
            /**
             * Format: int64
             * @description How much is needed.
             */
            need: number;
        };
        /**
         * Format: date-time
         * @description A moment: microseconds since 1970-01-01T00:00:00Z. In JSON an RFC 3339 text in UTC.
         */
        Moment: string;
        /** @description An amount of one currency. In JSON `{"amount": "12.50", "currency": "EUR"}`. */
        Money: {
            /** @description The amount, exact. */
            amount: string;
            /** @description Its currency. */
            currency: components["schemas"]["Currency"];
        };
        /** @description Files of an upload and how they are to be read. */
        NewImport: {
            /** @description From the upload. */
            upload_id: string;
            /** @description The files, imported in this order. */
            files: components["schemas"]["FileMapping"][];
            /** @description Save the mapping of the first file under this name. */
            save_mapping_as?: string | null;
        };
        /** @description A name for a new worklist. */
        NewPatternList: {
            /** @description Its name; "A, then B" when not given. */
            name?: string | null;
        };
        /** @description A rule as people write it. */
        NewRule: {
            /** @description Its name. */
            name: string;
            /** @description What it watches for. */
            body: components["schemas"]["RuleBody"];
            /** @description Whether it is at work. */
            enabled: boolean;
            /** @description Whether its opportunities join Today. */
            hot: boolean;
            /**
             * Format: int32
             * @description Hours until an opportunity of this rule is too late, 1 to 8,760.
             */
            expires_hours: number;
            /**
             * Format: int32
             * @description Days in which the same is not offered to the same customer again, at most 3,650.
             */
            quiet_days: number;
            /**
             * Format: int32
             * @description Days after the company's own contact in which a customer is left alone, at most 365.
             */
            contact_quiet_days: number;
            /**
             * Format: int64
             * @description The least value, in minor units of the reporting currency.
             */
            min_value_minor: number;
        };
        /** @description A source to add. */
        NewStream: components["schemas"]["SourceSettings"] & {
            /** @description Its name, unique. */
            source: string;
        };
        /** @description A contact to log. */
        NewTouchPoint: {
            /** @description `call`, `email`, `visit`, `survey`, `note` or another short word. */
            touch: string;
            /** @description One line of what it was about. */
            subject: string;
            /** @description True when we began it; true when not given. */
            outbound?: boolean | null;
            at?: components["schemas"]["Moment"] | null;
        };
        /** @description A filter on one column. */
        OnlyWhere: {
            /** @description The column's name. */
            column: string;
            /** @description The values that are kept. */
            values: string[];
        };
        /**
         * @description How a field is tested.
         * @enum {string}
         */
        Op: "is" | "in" | "contains" | "less" | "at_most" | "more" | "at_least" | "known";
        /** @description A pattern that is open for a customer. */
        OpenPattern: {
            /** @description The pattern's id. */
            pattern: string;
            /** @description What they bought. */
            a: string;
            /** @description What buyers of A go on to buy. */
            b: string;
            /** @description When they bought A. */
            bought_a_at: components["schemas"]["Moment"];
            /**
             * Format: double
             * @description Days left in the window.
             */
            days_left: number;
            /**
             * Format: double
             * @description The shrunk lift.
             */
            lift: number;
            /**
             * Format: double
             * @description Share of the buyers of A who then bought B.
             */
            confidence: number;
        };
        /** @description A page of opportunities. */
        Opportunities: {
            /** @description Newest first. */
            items: components["schemas"]["OpportunityRow"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description How many meet the filters.
             */
            total: number;
            /** @description The moment of the feed: the present, or the latest event of a demonstration. */
            now: components["schemas"]["Moment"];
        };
        /** @description An opportunity as it is shown. */
        OpportunityRow: {
            /** @description Its id; ascending as they come. */
            id: string;
            /**
             * Format: int64
             * @description The rule that saw it.
             */
            rule: number;
            /** @description Its name; null once the rule was removed. */
            rule_name?: string | null;
            /** @description For whom: the customer's key. */
            customer: components["schemas"]["CustomerKey"];
            /** @description Id in the source. */
            customer_id: string;
            /** @description Name to show; the id where there is none. */
            name: string;
            /** @description The sales person who owns the relation. */
            owner?: string | null;
            /** @description Why. */
            reason: components["schemas"]["Reason"];
            /** @description What there is to offer. */
            item?: string | null;
            /** @description What is to be won. */
            value: components["schemas"]["Money"];
            /** @description Whether it joins Today. */
            hot: boolean;
            /** @description When it was seen. */
            at: components["schemas"]["Moment"];
            /** @description From when on it is too late. */
            expires_at: components["schemas"]["Moment"];
            /** @description Where it stands. */
            state: components["schemas"]["OpportunityState"];
            acted_at?: components["schemas"]["Moment"] | null;
            /** @description Who. */
            acted_by?: string | null;
            /** @description Why it was dismissed: `not_relevant`, `already_handled`, `wrong_time`, `do_not_contact` or `other`. */
            dismiss_reason?: string | null;
            /** @description What was noted. */
            note?: string | null;
        };
        /** @description The rules. */
        OpportunityRules: {
            /** @description In the order made. */
            items: components["schemas"]["RuleRow"][];
        };
        /**
         * @description Where an opportunity stands.
         * @enum {string}
         */
        OpportunityState: "open" | "accepted" | "dismissed" | "expired" | "withdrawn";
        /** @description One order with its lines. */
        Order: {
            /** @description Id in the source. */
            id?: string | null;
            /** @description Lines, at most 100; `more_lines` counts the rest. */
            lines: components["schemas"]["OrderLine"][];
            /**
             * Format: int32
             * @description Lines not shown.
             */
            more_lines: number;
            /** @description Sum of all lines. */
            total: components["schemas"]["Money"];
            /** @description Of it, what came back; zero or negative. */
            returns: components["schemas"]["Money"];
            /** @description Where it was sold. */
            store?: string | null;
        };
        /** @description One line of an order. */
        OrderLine: {
            /** @description The product's name; its id where there is none. */
            product: string;
            /** @description How much; negative on a return. */
            quantity: string;
            /** @description Amount of the line; negative on a return. */
            amount: components["schemas"]["Money"];
        };
        /** @description Where a mapping comes from. */
        Origin: {
            /** @enum {string} */
            from: "guess";
        } | {
            /** @description A preset that ships with the product. */
            name: string;
            /** @enum {string} */
            from: "preset";
        } | {
            /** @description A mapping that was saved under this name. */
            name: string;
            /** @enum {string} */
            from: "saved";
        } | {
            /** @enum {string} */
            from: "nothing";
        };
        /** @description What became of a file's rows, or what would become of them. */
        Outcome: {
            /** @description The import's id; empty for a dry run. */
            import: string;
            /**
             * Format: int64
             * @description Rows in the file, the header not counted.
             */
            rows: number;
            /**
             * Format: int64
             * @description New facts.
             */
            added: number;
            /**
             * Format: int64
             * @description Already known.
             */
            known: number;
            /**
             * Format: int64
             * @description Left out by a rule, such as deals not won.
             */
            left_out: number;
            /**
             * Format: int64
             * @description Rejected, each with line, column and reason.
             */
            rejected: number;
            /**
             * Format: int64
             * @description Of the added: returns.
             */
            returns: number;
            /**
             * Format: int64
             * @description Of the added: charges.
             */
            charges: number;
            /**
             * Format: int64
             * @description Of the added: without a customer.
             */
            anonymous: number;
            /** @description Things worth a look that stopped nothing: products never described, names matched loosely, far dates. */
            flags: components["schemas"]["Flag"][];
            first?: components["schemas"]["Moment"] | null;
            last?: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Milliseconds it took.
             */
            took_ms: number;
        };
        /** @description One page of a list. */
        Page_CategoryRow: {
            /** @description The rows. */
            items: {
                /** @description The category. */
                category: string;
                /**
                 * Format: int64
                 * @description Sale lines.
                 */
                lines: number;
                /** @description Sales of it. */
                sales: components["schemas"]["Money"];
                /**
                 * Format: double
                 * @description Share of the customer's sales, 0 to 1.
                 */
                share: number;
                /** @description When it was last bought. */
                last_bought: components["schemas"]["Moment"];
                /** @description Sales of each of the last 12 months, oldest first, in the reporting currency. */
                months: number[];
                /** @description True when they stopped buying it while still buying others. */
                stopped: boolean;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_Delivery: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description Its number.
                 */
                id: number;
                /**
                 * Format: int64
                 * @description The firing it comes from; null of a test.
                 */
                firing?: number | null;
                /** @description The name of its automation; null of a test. */
                automation_name?: string | null;
                /** @description `webhook` or `email`. */
                channel: string;
                /**
                 * Format: int64
                 * @description The endpoint, of a webhook.
                 */
                endpoint?: number | null;
                /** @description To whom: the endpoint's name or an address. */
                recipient: string;
                /** @description The same at every attempt: `webhook-id`. */
                message_id: string;
                /** @description What it is: `automation.fired`, `endpoint.ping`, `letter`, `test`. */
                kind: string;
                /** @description Where it stands. */
                state: components["schemas"]["DeliveryState"];
                /**
                 * Format: int32
                 * @description Attempts so far.
                 */
                attempts: number;
                next_at?: components["schemas"]["Moment"] | null;
                /** @description When it was made. */
                created_at: components["schemas"]["Moment"];
                attempted_at?: components["schemas"]["Moment"] | null;
                /**
                 * Format: int32
                 * @description The status of the latest answer.
                 */
                status?: number | null;
                /** @description What went wrong at the latest attempt, as a code. */
                problem?: string | null;
                /**
                 * Format: int32
                 * @description How long the latest attempt took, in milliseconds.
                 */
                took_ms?: number | null;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_DueCustomer: {
            /** @description The rows. */
            items: {
                /** @description The customer's key. */
                key: components["schemas"]["CustomerKey"];
                /** @description Id in the source. */
                id: string;
                /** @description Name to show. */
                name: string;
                /** @description The sales person who owns the relation. */
                owner?: string | null;
                /** @description What is due, and when. */
                due: components["schemas"]["DueItem"];
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_Firing: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description Its number.
                 */
                id: number;
                /**
                 * Format: int64
                 * @description The automation.
                 */
                automation: number;
                /** @description Its name. */
                automation_name: string;
                /** @description What it was told by: `event`, `opportunity`, `list_entry`, `schedule`. */
                cause: string;
                /** @description The offset, opportunity or task behind it; null of a time that came. */
                cause_id?: string | null;
                /** @description The customer. */
                customer: components["schemas"]["CustomerKey"];
                /** @description Their name; null before it was judged. */
                customer_name?: string | null;
                /** @description When it happened. */
                at: components["schemas"]["Moment"];
                /** @description The touch-point's word or the reason's code. */
                kind: string;
                /** @description What it was about. */
                subject: string;
                value?: components["schemas"]["Money"] | null;
                /** @description Where it stands. */
                state: components["schemas"]["FiringState"];
                /** @description Why it was held back or failed, as a code. */
                why?: string | null;
                /** @description What became of each action. */
                deeds: components["schemas"]["Deed"][];
                judged_at?: components["schemas"]["Moment"] | null;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_Import: {
            /** @description The rows. */
            items: {
                /** @description The import's id. */
                id: string;
                /** @description The file's name. */
                file: string;
                /** @description What its rows were read as. */
                kinds: components["schemas"]["RecordKind"][];
                /** @description Where it stands; how far a running one is, its job tells. */
                state: components["schemas"]["ImportState"];
                outcome?: components["schemas"]["Outcome"] | null;
                problem?: components["schemas"]["Problem"] | null;
                /** @description When it began. */
                created_at: components["schemas"]["Moment"];
                /** @description Who asked for it. */
                by: string;
                finished_at?: components["schemas"]["Moment"] | null;
                undone_at?: components["schemas"]["Moment"] | null;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_PatternMember: {
            /** @description The rows. */
            items: {
                /** @description The customer's key. */
                key: components["schemas"]["CustomerKey"];
                /** @description Id in the source. */
                id: string;
                /** @description Name to show. */
                name: string;
                /** @description The sales person who owns the relation. */
                owner?: string | null;
                /** @description First purchase of A. */
                bought_a_at: components["schemas"]["Moment"];
                bought_b_at?: components["schemas"]["Moment"] | null;
                /** @description When the window closes. */
                closes_at: components["schemas"]["Moment"];
                /**
                 * Format: double
                 * @description Days left; negative when it has closed.
                 */
                days_left: number;
                /**
                 * Format: double
                 * @description Chance of buying B before the window closes, by the curve; of those whose window is open.
                 */
                chance?: number | null;
                sales?: components["schemas"]["Money"] | null;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_Rejected: {
            /** @description The rows. */
            items: {
                /**
                 * Format: int64
                 * @description Line in the file, counted from one with the header as line one.
                 */
                line: number;
                /** @description The column at fault, where one is. */
                column?: string | null;
                /** @description A stable code in kebab case, such as `not-a-number`. */
                code: string;
                /** @description The reason, one sentence. */
                reason: string;
                /** @description The whole row as it stood. */
                row: string;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description One page of a list. */
        Page_RejectedEventRow: {
            /** @description The rows. */
            items: {
                /** @description Its id. */
                id: string;
                /** @description When it came. */
                received_at: components["schemas"]["Moment"];
                /** @description The dialect it was read in. */
                dialect: string;
                /** @description A stable code. */
                code: string;
                /** @description What is wrong, one sentence. */
                reason: string;
                /** @description The member at fault, where one is. */
                field?: string | null;
                /** @description The event as it came. */
                payload: string;
            }[];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Rows in the whole list.
             */
            total: number;
        };
        /** @description The share that has bought B by each day after A; windows not complete are censored (Kaplan-Meier). */
        PatternCurve: {
            /** @description Days after A. */
            days: number[];
            /** @description Share of the buyers of A. */
            buyers: number[];
            /** @description Lower end of the 95 % interval. */
            buyers_low: number[];
            /** @description Upper end of the 95 % interval. */
            buyers_high: number[];
            /** @description Share of their like. */
            like: number[];
        };
        /** @description One pattern's page. */
        PatternDetail: {
            /** @description The row of the list. */
            pattern: components["schemas"]["PatternRow"];
            /** @description The set it belongs to. */
            set: components["schemas"]["PatternSet"];
            /** @description Time from A to B, against their like. */
            curve: components["schemas"]["PatternCurve"];
            /** @description Customers by where they are in the window. */
            windows: components["schemas"]["WindowCounts"];
            /**
             * Format: int64
             * @description Of those with an open window, who would be on a worklist made now: with a day and a chance left.
             */
            to_call: number;
            /**
             * Format: double
             * @description Of those with an open window, how many will follow, if they buy as the others did.
             */
            expected_followers: number;
            /** @description What one who followed brought by buying B within the window. */
            value_of_follower: components["schemas"]["Money"];
            /** @description What those who are expected to follow will bring: the product of the two. */
            open_value: components["schemas"]["Money"];
            now?: components["schemas"]["PatternNow"] | null;
        };
        /** @description One customer in a pattern. */
        PatternMember: {
            /** @description The customer's key. */
            key: components["schemas"]["CustomerKey"];
            /** @description Id in the source. */
            id: string;
            /** @description Name to show. */
            name: string;
            /** @description The sales person who owns the relation. */
            owner?: string | null;
            /** @description First purchase of A. */
            bought_a_at: components["schemas"]["Moment"];
            bought_b_at?: components["schemas"]["Moment"] | null;
            /** @description When the window closes. */
            closes_at: components["schemas"]["Moment"];
            /**
             * Format: double
             * @description Days left; negative when it has closed.
             */
            days_left: number;
            /**
             * Format: double
             * @description Chance of buying B before the window closes, by the curve; of those whose window is open.
             */
            chance?: number | null;
            sales?: components["schemas"]["Money"] | null;
        };
        /** @description A pattern as facts have it that came since it was computed. */
        PatternNow: {
            /**
             * Format: int64
             * @description Customers who bought A for the first time, then B within the window: `windows.bought` as it is now.
             */
            bought: number;
            /** @description Every fact up to here is counted. */
            as_of: components["schemas"]["Moment"];
        };
        /** @description What was asked. */
        PatternParameters: {
            /**
             * Format: int32
             * @description The product level; 0 is the product itself.
             */
            level: number;
            /**
             * Format: int32
             * @description The window, in days.
             */
            window_days: number;
            /** @description B for the first time, or again. */
            question: components["schemas"]["PatternQuestion"];
            /** @description Only customers who meet this condition; null is everybody. */
            channel?: unknown;
            /**
             * Format: int32
             * @description Least number of customers behind a pattern; null scales it to the number of customers.
             */
            min_support?: number | null;
        };
        /**
         * @description Which purchases of B count.
         * @enum {string}
         */
        PatternQuestion: "first" | "again" | "any";
        /** @description One pattern. */
        PatternRow: {
            /** @description The pattern's id. */
            id: string;
            /** @description What was bought. */
            a: string;
            /** @description What is then bought. */
            b: string;
            /**
             * Format: int64
             * @description Customers who bought A and whose window is complete.
             */
            n_a: number;
            /**
             * Format: int64
             * @description Of them, customers who then bought B within the window.
             */
            n_ab: number;
            /**
             * Format: double
             * @description `n_ab / n_a`.
             */
            confidence: number;
            /**
             * Format: double
             * @description Customers who would have bought B had they bought like their like.
             */
            expected: number;
            /**
             * Format: double
             * @description `n_ab / expected`, as observed: the estimate that the interval is of.
             */
            lift: number;
            /**
             * Format: double
             * @description Lower end of the 95 % interval of the lift.
             */
            lift_low: number;
            /**
             * Format: double
             * @description Upper end of the 95 % interval of the lift.
             */
            lift_high: number;
            /**
             * Format: double
             * @description The lift drawn towards what is usual, the more the fewer customers stand behind it. It may lie outside the interval, which
             *     is not its own.
             */
            shrunk_lift: number;
            /**
             * Format: double
             * @description The lift against everybody, for comparison: mostly "active people buy everything".
             */
            naive_lift: number;
            /**
             * Format: double
             * @description Probability of a count this far from expected by chance.
             */
            p: number;
            /**
             * Format: double
             * @description Among pairs as strong as this, the share expected to be false.
             */
            q: number;
            /**
             * Format: double
             * @description Median days from A to B; null when fewer than half buy B within the window.
             */
            median_days?: number | null;
            /**
             * Format: double
             * @description Lower quartile of the days from A to B.
             */
            q1_days?: number | null;
            /**
             * Format: double
             * @description Upper quartile of the days from A to B.
             */
            q3_days?: number | null;
            /**
             * Format: double
             * @description n(A then B) / n(B then A).
             */
            sequence_ratio?: number | null;
            /**
             * Format: double
             * @description The ratio that the two items' own trends would give.
             */
            null_sequence_ratio?: number | null;
            /**
             * Format: double
             * @description The lift on later data.
             */
            held_out_lift?: number | null;
            /**
             * Format: int64
             * @description Customers who bought A, not B, and whose window is open.
             */
            open_now: number;
            /** @description Buyers of A clearly buy B less often than their like: the one stands in for the other, and no list is made of it. */
            below: boolean;
        };
        /** @description What a set of patterns was computed from, and how good it is. */
        PatternSet: {
            /** @description The set's id. */
            id: string;
            /** @description Its parameters. */
            parameters: components["schemas"]["PatternParameters"];
            /** @description True for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description When it was computed. */
            computed_at: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Milliseconds it took.
             */
            took_ms: number;
            /**
             * Format: int64
             * @description Pairs tested.
             */
            tested: number;
            /**
             * Format: int64
             * @description Pairs that hold: above their like at the false-discovery rate.
             */
            reported: number;
            /**
             * Format: int64
             * @description Of them, the strongest, which are listed.
             */
            kept: number;
            /**
             * Format: int64
             * @description Pairs whose buyers of A clearly buy B less often than their like (substitutes): the strongest, at most 10,000.
             */
            below: number;
            /**
             * Format: double
             * @description The false-discovery rate that reported pairs are held to.
             */
            fdr: number;
            held_out?: components["schemas"]["HeldOut"] | null;
        };
        /**
         * @description Whether a set of patterns has been computed.
         * @enum {string}
         */
        PatternSetState: "current" | "stale" | "computing" | "none";
        /**
         * @description Where a customer is in a pattern's window.
         * @enum {string}
         */
        PatternWindow: "open" | "bought" | "closed";
        /** @description Patterns for one set of parameters. */
        Patterns: {
            set?: components["schemas"]["PatternSet"] | null;
            /** @description Whether these parameters have been computed. */
            state: components["schemas"]["PatternSetState"];
            /** @description The rows. */
            items: components["schemas"]["PatternRow"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Patterns that meet the filters.
             */
            total: number;
            /**
             * Format: int64
             * @description Of them, those that are above their like (asked for `below`: below it) beyond doubt, after correction for testing many.
             */
            clear: number;
            /**
             * Format: int64
             * @description Pairs of the set on this side of their like that are of charges, and therefore not listed, whatever the filters.
             */
            left_out: number;
        };
        /** @description Orders of one period against what was to be expected. */
        Period: {
            /** @description First moment. */
            from: components["schemas"]["Moment"];
            /** @description First moment after it. */
            to: components["schemas"]["Moment"];
            /**
             * Format: int32
             * @description Orders seen.
             */
            orders: number;
            /** @description Sales. */
            sales: components["schemas"]["Money"];
            /**
             * Format: double
             * @description Orders to be expected from everything before the period; null until the customer has begun.
             */
            expected?: number | null;
            /**
             * Format: double
             * @description Lower end of the 80 % interval.
             */
            lower?: number | null;
            /**
             * Format: double
             * @description Upper end of the 80 % interval.
             */
            upper?: number | null;
        };
        /** @description Where a problem lies. */
        Place: {
            /** @description File name as the user gave it. */
            file?: string | null;
            /**
             * Format: int64
             * @description Line, counted from one with the header as line one.
             */
            line?: number | null;
            /** @description Column name, as in the header. */
            column?: string | null;
        };
        /** @description A delivery that was put into the box. */
        Posted: {
            /**
             * Format: int64
             * @description The delivery's number.
             */
            delivery: number;
        };
        /** @description Whether addresses that are not public are allowed. */
        PrivateAddresses: {
            /** @description Whether webhooks may go to addresses of this machine and this network. */
            allow_private: boolean;
        };
        /** @description One thing that is wrong with input, in words a user can act on. Rooms with their own error type convert into it. */
        Problem: {
            /** @description A stable, machine-readable code in kebab case, such as `file-is-empty`. */
            code: string;
            /** @description What happened, one sentence. */
            what: string;
            /** @description Where: file, line, column, as far as known. */
            place: components["schemas"]["Place"];
            /** @description What to do about it, one sentence; empty when nothing can be done. */
            hint: string;
        };
        /** @description The body of an error answer (RFC 9457). */
        ProblemBody: {
            /** @description `https://vihje.dev/problems/<code>`: an identifier, not a page. */
            type: string;
            /** @description The status in words. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What happened, one sentence. */
            detail: string;
            /** @description A stable code in kebab case. */
            code: string;
            /** @description What to do about it; empty when nothing can be done. */
            hint: string;
            place?: components["schemas"]["Place"] | null;
            /** @description The request's id, also in the log. */
            request_id: string;
        };
        /** @description Something the file does not say. */
        Question: {
            /** @description A stable code in kebab case, such as `day-or-month-first`. */
            code: string;
            /** @description The question, one sentence. */
            text: string;
            /** @description The column it is about. */
            column?: string | null;
            /** @description What is done unless told otherwise. */
            assumed: string;
            /** @description The other possible answers. */
            others: string[];
        };
        /** @description Why a customer is on a list. In JSON `{"code": "late", "params": {...}}`. */
        Reason: {
            /** @description Fewer orders than their own rhythm says. */
            params: {
                /**
                 * Format: double
                 * @description Orders expected in the window.
                 */
                orders_expected: number;
                /**
                 * Format: int32
                 * @description Orders seen in the window.
                 */
                orders_observed: number;
                /**
                 * Format: double
                 * @description The window, in days.
                 */
                window_days: number;
                /**
                 * Format: double
                 * @description Probability of seeing so few by chance.
                 */
                p: number;
                /**
                 * Format: double
                 * @description The customer's own usual gap between orders, in days.
                 */
                usual_gap_days?: number | null;
                /** @description The latest order. */
                last_order: components["schemas"]["Moment"];
            };
            /** @enum {string} */
            code: "declining";
        } | {
            /** @description Silent longer than their own gap distribution allows. */
            params: {
                /**
                 * Format: double
                 * @description Days since the latest order.
                 */
                days_since: number;
                /**
                 * Format: double
                 * @description The customer's own usual gap, in days.
                 */
                usual_gap_days: number;
                /**
                 * Format: double
                 * @description The longest gap that would not surprise, in days.
                 */
                upper_days: number;
                /**
                 * Format: double
                 * @description Probability of a gap at least this long.
                 */
                p: number;
            };
            /** @enum {string} */
            code: "late";
        } | {
            /** @description Probably gone. */
            params: {
                /**
                 * Format: double
                 * @description Days since the latest order.
                 */
                days_since: number;
                /**
                 * Format: double
                 * @description Probability that the customer still buys.
                 */
                p_alive: number;
                /**
                 * Format: int32
                 * @description Orders in all.
                 */
                orders: number;
            };
            /** @enum {string} */
            code: "lapsed";
        } | {
            /** @description Stopped one category while still buying others. */
            params: {
                /** @description The category. */
                category: string;
                /** @description When it was last bought. */
                last_bought: components["schemas"]["Moment"];
                /**
                 * Format: double
                 * @description Orders with it to be expected in the window, given the orders made.
                 */
                orders_expected: number;
                /**
                 * Format: int32
                 * @description Orders with it in the window.
                 */
                orders_observed: number;
                /**
                 * Format: double
                 * @description Probability of seeing so few by chance.
                 */
                p: number;
            };
            /** @enum {string} */
            code: "lost_line";
        } | {
            /** @description Due to buy a product again. */
            params: {
                /** @description The product or category. */
                product: string;
                /** @description When it was last bought. */
                last_bought: components["schemas"]["Moment"];
                /**
                 * Format: double
                 * @description The usual interval, in days.
                 */
                usual_gap_days: number;
                /** @description When the next purchase was expected. */
                due_at: components["schemas"]["Moment"];
                late_at?: components["schemas"]["Moment"] | null;
            };
            /** @enum {string} */
            code: "due";
        } | {
            /** @description Bought A, not yet B, and the window is open. */
            params: {
                /** @description What was bought. */
                a: string;
                /** @description What others then buy. */
                b: string;
                /**
                 * Format: double
                 * @description Days left in the window.
                 */
                days_left: number;
                /**
                 * Format: double
                 * @description How many times as often as their like.
                 */
                lift: number;
            };
            /** @enum {string} */
            code: "pattern";
        } | {
            /** @description Bought A; B follows. */
            params: {
                /** @description What was bought. */
                a: string;
                /** @description What others then buy. */
                b: string;
                /** @description When. */
                bought_at: components["schemas"]["Moment"];
                /**
                 * Format: double
                 * @description How many times as often as their like.
                 */
                lift: number;
                /**
                 * Format: double
                 * @description The share of A's buyers who then buy B.
                 */
                confidence: number;
                /**
                 * Format: double
                 * @description Days to B for half of those who buy it.
                 */
                median_days?: number | null;
            };
            /** @enum {string} */
            code: "bought_a";
        } | {
            /** @description Put into the basket, or viewed again and again, and left. */
            params: {
                /** @description What, the latest first. */
                products: string[];
                /** @description True when it was in a basket, false when it was only viewed. */
                basket: boolean;
                /**
                 * Format: int32
                 * @description Times it was viewed or put in.
                 */
                times: number;
                /** @description The last of them. */
                last_at: components["schemas"]["Moment"];
            };
            /** @enum {string} */
            code: "basket_left";
        } | {
            /** @description Looked at a page. */
            params: {
                /** @description Title or path of it. */
                page: string;
                /**
                 * Format: int32
                 * @description Times within a day.
                 */
                times: number;
                /** @description The last of them. */
                last_at: components["schemas"]["Moment"];
            };
            /** @enum {string} */
            code: "page_visited";
        } | {
            /** @description Came back. */
            params: {
                /** @description How they were judged: `declining`, `late`, `lapsed` or `lost_line`. */
                standing: string;
                /**
                 * Format: double
                 * @description Days since the last order before.
                 */
                days_since_order: number;
                /** @description What they did: the touch-point's word, or `order`. */
                by: string;
            };
            /** @enum {string} */
            code: "came_back";
        } | {
            /** @description The next order is due. */
            params: {
                /** @description The latest order. */
                last_order: components["schemas"]["Moment"];
                /**
                 * Format: double
                 * @description Their usual gap in days.
                 */
                usual_gap_days: number;
                /** @description When the next was expected. */
                expected_at: components["schemas"]["Moment"];
                /** @description True when later than their own gaps allow. */
                overdue: boolean;
            };
            /** @enum {string} */
            code: "expected_order";
        } | {
            /** @description Bought more than usual. */
            params: {
                /** @description What was compared. */
                of: components["schemas"]["Measure"];
                /** @description The product, where one is compared. */
                product?: string | null;
                /**
                 * Format: double
                 * @description What was bought: minor units of value, or a quantity.
                 */
                now: number;
                /**
                 * Format: double
                 * @description The usual, in the same unit.
                 */
                usual: number;
                /**
                 * Format: int32
                 * @description Orders that make it usual.
                 */
                orders: number;
            };
            /** @enum {string} */
            code: "more_than_usual";
        } | {
            /** @description Somebody new. */
            params: {
                /** @description What they did first: the touch-point's word. */
                by: string;
                /** @description What it was about. */
                subject: string;
            };
            /** @enum {string} */
            code: "new_prospect";
        } | {
            /** @description An automation put them on its list. */
            params: {
                /** @description Its name. */
                automation: string;
                /** @description Why, in the words of who made it. */
                text: string;
            };
            /** @enum {string} */
            code: "automation";
        };
        /**
         * @description What the rows of a file are.
         * @enum {string}
         */
        RecordKind: "products" | "customers" | "campaigns" | "sales" | "exposures" | "touch_points";
        /** @description A row that was not imported. */
        Rejected: {
            /**
             * Format: int64
             * @description Line in the file, counted from one with the header as line one.
             */
            line: number;
            /** @description The column at fault, where one is. */
            column?: string | null;
            /** @description A stable code in kebab case, such as `not-a-number`. */
            code: string;
            /** @description The reason, one sentence. */
            reason: string;
            /** @description The whole row as it stood. */
            row: string;
        };
        /** @description Rejected events with a code. */
        RejectedCode: {
            /** @description The code. */
            code: string;
        };
        /** @description An event that was not understood. */
        RejectedEventRow: {
            /** @description Its id. */
            id: string;
            /** @description When it came. */
            received_at: components["schemas"]["Moment"];
            /** @description The dialect it was read in. */
            dialect: string;
            /** @description A stable code. */
            code: string;
            /** @description What is wrong, one sentence. */
            reason: string;
            /** @description The member at fault, where one is. */
            field?: string | null;
            /** @description The event as it came. */
            payload: string;
        };
        /** @description A new speed of the replay. */
        ReplayChange: {
            /**
             * Format: double
             * @description Seconds of its time in a second of ours: 0 (paused), 1, 60, 600, 3600, 14400 or 43200.
             */
            speed: number;
        };
        /** @description What to send again. */
        ReplayGiven: {
            /** @description What was made since this moment and given up. */
            since: components["schemas"]["Moment"];
            /**
             * Format: int64
             * @description Only to this endpoint.
             */
            endpoint?: number | null;
        };
        /** @description Where the replay stands. */
        ReplayState: {
            /** @description The moment of the demonstration. */
            at: components["schemas"]["Moment"];
            /** @description Its last moment. */
            ends: components["schemas"]["Moment"];
            /**
             * Format: double
             * @description Seconds of its time in a second of ours; 0 when paused.
             */
            speed: number;
            /** @description Whether everything was told. */
            over: boolean;
        };
        /** @description How much is sent again. */
        Replayed: {
            /**
             * Format: int64
             * @description Deliveries.
             */
            deliveries: number;
        };
        /** @description The report at one level. */
        Replenishment: {
            /** @description The rows. */
            items: components["schemas"]["ReplenishmentRow"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Items that meet the filters.
             */
            total: number;
            /**
             * Format: int32
             * @description The level.
             */
            level: number;
            as_of?: components["schemas"]["Moment"] | null;
        };
        /** @description One item that is bought again and again. */
        ReplenishmentRow: {
            /** @description The product or category. */
            item: string;
            /**
             * Format: int64
             * @description Customers who bought it at least once.
             */
            buyers: number;
            /**
             * Format: int64
             * @description Intervals between purchases seen.
             */
            repeats: number;
            /**
             * Format: double
             * @description Median days between purchases; null when fewer than half of the intervals are complete.
             */
            median_days?: number | null;
            /**
             * Format: double
             * @description Lower quartile.
             */
            q1_days?: number | null;
            /**
             * Format: double
             * @description Upper quartile.
             */
            q3_days?: number | null;
            /**
             * Format: int64
             * @description Customers now due.
             */
            due: number;
        };
        /** @description A customer's rhythm. */
        Rhythm: {
            /** @description How long a period is: `week`, `month` or `quarter`, chosen by the customer's own gap. */
            unit: string;
            /** @description Periods from the first order to `as_of`, oldest first; the last may be incomplete. */
            periods: components["schemas"]["Period"][];
            /** @description Moments of the orders, oldest first; the latest 500. */
            orders: components["schemas"]["Moment"][];
            gaps?: components["schemas"]["Gaps"] | null;
            next_expected?: components["schemas"]["Expected"] | null;
            /** @description True for this moment. */
            as_of: components["schemas"]["Moment"];
        };
        /**
         * @description What a user is here for; what each may see and do is decided by the server, in one place.
         * @enum {string}
         */
        Role: "administrator" | "manager" | "sales_person" | "analyst";
        /** @description How a key is changed for a new one. */
        Rotation: {
            /**
             * Format: int32
             * @description Hours that the key before holds, 0 to 720.
             */
            grace_hours?: number;
        };
        /** @description A rule as people keep it. */
        Rule: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Its name. */
            name: string;
            /** @description What it watches for. */
            body: components["schemas"]["RuleBody"];
            /** @description Whether it is at work. */
            enabled: boolean;
            /** @description Whether its opportunities join Today. */
            hot: boolean;
            /**
             * Format: int32
             * @description Hours until an opportunity of this rule is too late.
             */
            expires_hours: number;
            /**
             * Format: int32
             * @description Days in which the same is not offered to the same customer again.
             */
            quiet_days: number;
            /**
             * Format: int32
             * @description Days after the company's own contact in which a customer is left alone.
             */
            contact_quiet_days: number;
            /**
             * Format: int64
             * @description The least value, in minor units of the reporting currency.
             */
            min_value_minor: number;
        };
        /** @description What a rule watches for, with its settings. */
        RuleBody: {
            /**
             * Format: double
             * @description The least shrunk lift of the pattern.
             */
            min_lift: number;
            /**
             * Format: double
             * @description The least share of A's buyers who then buy B, 0 to 1.
             */
            min_confidence: number;
            /** @enum {string} */
            watches: "pattern";
        } | {
            /**
             * Format: int32
             * @description Minutes of silence after which it counts as left.
             */
            after_minutes: number;
            /**
             * Format: int32
             * @description Views of one product that count as interest; 0 when only baskets do.
             */
            views: number;
            /** @enum {string} */
            watches: "basket_left";
        } | {
            /** @description Words in the page's path, address or title, any of them, in any case. */
            pages: string[];
            /** @enum {string} */
            watches: "page_visited";
        } | {
            /**
             * Format: int32
             * @description Days of silence before it at least.
             */
            quiet_days: number;
            /** @enum {string} */
            watches: "came_back";
        } | {
            /** @description Told once the expected day has come, or only when it is overdue. */
            overdue_only: boolean;
            /** @enum {string} */
            watches: "expected_order";
        } | {
            /** @description What is compared. */
            of: components["schemas"]["Measure"];
            /**
             * Format: double
             * @description How many times the usual.
             */
            factor: number;
            /**
             * Format: int32
             * @description Earlier orders that make something usual at least.
             */
            min_orders: number;
            /** @enum {string} */
            watches: "more_than_usual";
        } | {
            /** @enum {string} */
            watches: "new_prospect";
        };
        /** @description How a rule does. */
        RuleCounts: {
            /**
             * Format: int64
             * @description Open now.
             */
            open: number;
            /**
             * Format: int64
             * @description Taken up.
             */
            accepted: number;
            /**
             * Format: int64
             * @description Dismissed.
             */
            dismissed: number;
            /**
             * Format: int64
             * @description Expired.
             */
            expired: number;
            /**
             * Format: int64
             * @description Overtaken.
             */
            withdrawn: number;
            /** @description Dismissed, by reason. */
            dismissed_for: {
                [key: string]: number;
            };
        };
        /** @description A rule of opportunities by its name. */
        RuleName: {
            /**
             * Format: int64
             * @description Its number.
             */
            id: number;
            /** @description Its name. */
            name: string;
        };
        /** @description A rule, and how it does. */
        RuleRow: components["schemas"]["Rule"] & {
            /** @description What became of what it saw in the last 90 days; of what is open, whenever it was seen. */
            counts: components["schemas"]["RuleCounts"];
        };
        /**
         * @description Which rows are kept and what they are. All patterns are regular expressions that must match the whole text, without
         *     regard to case.
         */
        Rules: {
            /** @default null */
            only?: components["schemas"]["OnlyWhere"] | null;
            /**
             * @description Product ids that are charges (postage, fees), not products.
             * @default null
             */
            charge_products?: string | null;
            /**
             * @description Order ids that are returns, beside negative quantities.
             * @default null
             */
            return_orders?: string | null;
            /**
             * @description Match products by id or name without regard to case, spaces and punctuation ("GTXPro" is "GTX Pro").
             * @default false
             */
            loose_product_names?: boolean;
            /**
             * @description Rows that lack a required value (no customer, no moment) are counted as left out instead of rejected.
             * @default false
             */
            leave_out_incomplete?: boolean;
            /**
             * @description Orders of which a row has one of these values are left out with all their rows: what stands on an order's first row
             *     alone says something of the whole order. Where no values are listed, any will do. A row without an order stands for
             *     itself.
             * @default []
             */
            cancelled?: components["schemas"]["OnlyWhere"][];
            /**
             * @description Name of a column that tells what was paid back of a whole order. That belongs to none of its lines, so that nothing is
             *     taken off; the orders are counted in a flag.
             * @default null
             */
            refunded?: string | null;
            /**
             * @description The discount is not yet taken off: the amount is what the columns give less the discount.
             * @default false
             */
            take_discount_off?: boolean;
            /**
             * @description Units of the reporting currency for one unit of another currency.
             * @default {}
             */
            rates?: {
                [key: string]: string;
            };
        };
        /** @description A few rows of a file as text, for a look at it: numbers with a decimal point, moments as ISO 8601, nothing as "". */
        Sample: {
            /** @description Names of the columns, in the file's order; nested names are joined with a dot. */
            header: string[];
            /** @description Rows, each as long as the header. */
            rows: string[][];
            /**
             * Format: int64
             * @description Rows in the whole file, where that is known without reading it.
             */
            total?: number | null;
        };
        /** @description A mapping saved under a name. */
        SavedMapping: {
            /** @description Its name. */
            name: string;
            /** @description What its rows are. */
            kind: components["schemas"]["RecordKind"];
            /** @description The mapping. */
            mapping: components["schemas"]["Mapping"];
        };
        /** @description How one way of making the list did at one length. */
        Score: {
            /**
             * @description `value_at_risk` (those in decline by value at risk, then the next of `vihje`), `vihje` (chance and value together),
             *     `days_since_last_order`, `rfm` or `chosen_at_random`.
             */
            method: string;
            /**
             * Format: int32
             * @description Length of the list.
             */
            length: number;
            /**
             * Format: double
             * @description Share of the list that did decline (or did buy again).
             */
            precision: number;
            /**
             * Format: double
             * @description Lower end of its 95 % interval.
             */
            precision_low?: number | null;
            /**
             * Format: double
             * @description Upper end of its 95 % interval.
             */
            precision_high?: number | null;
            /**
             * Format: double
             * @description Share of all value lost that the list held, 0 to 1.
             */
            value_captured?: number | null;
            /**
             * Format: double
             * @description Share of the list that was in decline when it was made, the rest being next in line; of `value_at_risk` only.
             */
            named?: number | null;
        };
        /**
         * @description How the connection to the relay is kept from others.
         * @enum {string}
         */
        Security: "starttls" | "tls" | "none";
        /** @description Files that already lie on the server. */
        ServerPath: {
            /** @description A file or a folder on the server. */
            path: string;
        };
        /** @description Who is asking, and for which company. */
        Session: {
            /** @description Where the caller stands. */
            state: components["schemas"]["SessionState"];
            user?: components["schemas"]["User"] | null;
            company?: components["schemas"]["CompanyInfo"] | null;
        };
        /**
         * @description Where the caller stands.
         * @enum {string}
         */
        SessionState: "setup" | "signed_out" | "signed_in";
        /** @description The first administrator. */
        Setup: {
            /** @description The token of the one-time link. */
            token: string;
            /** @description Name to show. */
            name: string;
            /** @description The e-mail address to sign in with. */
            email: string;
            /** @description The password, at least 10 characters. */
            password: string;
        };
        /** @description Why not. */
        Skip: {
            /** @description A code such as `not_now`, `wrong_reason`, `no_such_customer`; `other` when not given. */
            reason?: string | null;
            /** @description One line on it. */
            note?: string | null;
        };
        /** @description Until when. */
        Snooze: {
            /** @description The task comes back at this moment. */
            until: components["schemas"]["Moment"];
        };
        /** @description What is known of one kind of record. */
        Source: {
            /** @description The kind. */
            kind: components["schemas"]["RecordKind"];
            /**
             * Format: int64
             * @description Rows.
             */
            rows: number;
            first?: components["schemas"]["Moment"] | null;
            last?: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Imports that are visible.
             */
            imports: number;
            /**
             * Format: int64
             * @description Rows rejected in them.
             */
            rejected: number;
        };
        /** @description What a source may send. */
        SourceSettings: {
            /** @description Dialects it may speak; all when empty. */
            dialects?: components["schemas"]["Dialect"][];
            /** @description Whether it may tell orders and products. A key that stands in a web page can be read there by anybody. */
            sales?: boolean;
            currency?: components["schemas"]["Currency"] | null;
            /** @description Web pages that may send with it, such as `https://shop.example.com`, or `*` for any; none when empty. */
            origins?: string[];
            /**
             * Format: int32
             * @description Events a second that are taken on average, 1 to 100,000.
             */
            per_second?: number;
        };
        /**
         * @description How a customer stands, by their own rhythm; the strongest kind of decline first.
         * @enum {string}
         */
        Standing: "lapsed" | "declining" | "late" | "lost_line" | "due" | "steady" | "growing" | "new" | "once" | "prospect";
        /** @description How complete and how fresh everything is. */
        Status: {
            /** @description Computed screens are true for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description How much is known. */
            counts: components["schemas"]["Counts"];
            facts_through?: components["schemas"]["Moment"] | null;
            /** @description Jobs that wait or run. */
            jobs: components["schemas"]["Job"][];
            /** @description What has been computed. */
            findings: components["schemas"]["FindingStatus"][];
            /** @description What is missing before the lists are good; empty when nothing is. */
            missing: components["schemas"]["Missing"][];
        };
        /** @description A source that sends events. */
        Stream: {
            /** @description Its id. */
            id: string;
            /** @description The source's name. */
            source: string;
            /** @description The key's first letters, to tell it from others. */
            shown: string;
            earlier_until?: components["schemas"]["Moment"] | null;
            /** @description What it may send. */
            settings: components["schemas"]["SourceSettings"];
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            /** @description By whom. */
            created_by: string;
            rotated_at?: components["schemas"]["Moment"] | null;
            revoked_at?: components["schemas"]["Moment"] | null;
            /**
             * Format: int64
             * @description Events that came.
             */
            events: number;
            last_event_at?: components["schemas"]["Moment"] | null;
            /** @description Events that wait to be mended, by the code of their reason. */
            waiting: {
                [key: string]: number;
            };
        };
        /** @description A source with its key, which is shown this once. */
        StreamWithKey: {
            /** @description The key: it is not kept and cannot be shown again. */
            key: string;
            /** @description The source. */
            stream: components["schemas"]["Stream"];
        };
        /** @description The events are on disk. */
        Success: {
            /** @description Always true. */
            success: boolean;
        };
        /** @description What to offer, best first. */
        Suggestion: (components["schemas"]["DueItem"] & {
            /** @enum {string} */
            kind: "due";
        }) | (components["schemas"]["OpenPattern"] & {
            /** @enum {string} */
            kind: "pattern";
        });
        /** @description Customers who may be one: they share a name, and the rules do not join them. For a person to judge. */
        Suggestions: {
            /** @description At most 200; those met first first. */
            items: components["schemas"]["MayBeOne"][];
        };
        /** @description What one column becomes. The kind of record decides which are allowed and which must be there. */
        Target: "customer_id" | "customer_name" | "email" | "phone" | "owner" | {
            /** @description An attribute of the customer, by this name. Allowed on sales too: the latest line's value holds. */
            customer_attribute: string;
        } | "product_id" | "product_name" | {
            /**
             * Format: int32
             * @description Category of the product at a level counted from one, the widest; on products and sales.
             */
            level: number;
        } | "price" | "cost" | "stock" | {
            /** @description An attribute of the product, by this name. */
            product_attribute: string;
        } | "order_id" | "at" | "quantity" | "unit_price" | "amount" | "discount" | "currency" | "store" | "sales_person" | "campaign_id" | "campaign_name" | "campaign_type" | "starts" | "ends" | "campaign_cost" | "audience" | "touch" | "subject" | {
            /** @description An attribute of the touch-point, by this name. */
            touch_attribute: string;
        } | "ignore";
        /** @description One customer to contact, and why. */
        Task: {
            /** @description The task's id. */
            id: string;
            /** @description The worklist it belongs to: `today` or a worklist's id. */
            worklist: string;
            /** @description Whom to contact. */
            customer: components["schemas"]["TaskCustomer"];
            /** @description The strongest reason. */
            reason: components["schemas"]["Reason"];
            /** @description Further reasons why they are in decline, strongest first. What they are due for stands in `suggestions`. */
            secondary: components["schemas"]["Reason"][];
            /** @description The numbers behind the reason. */
            evidence: components["schemas"]["Evidence"];
            value_at_risk?: components["schemas"]["Money"] | null;
            /** @description Whether the value is margin or sales. */
            basis: components["schemas"]["ValueBasis"];
            /**
             * Format: int32
             * @description Place on the list, from 1; 0 outside of a list.
             */
            rank: number;
            /** @description Where it stands. */
            state: components["schemas"]["TaskState"];
            snoozed_until?: components["schemas"]["Moment"] | null;
            /** @description What came of it. */
            outcome?: string | null;
            /** @description What the sales person wrote. */
            note?: string | null;
            acted_at?: components["schemas"]["Moment"] | null;
        };
        /** @description Counts over a whole list. */
        TaskCounts: {
            /**
             * Format: int64
             * @description To be done.
             */
            open: number;
            /**
             * Format: int64
             * @description Done today.
             */
            done_today: number;
            /**
             * Format: int64
             * @description Put off.
             */
            snoozed: number;
            /**
             * Format: int64
             * @description Left out today.
             */
            skipped_today: number;
        };
        /** @description Whom to contact, and how. */
        TaskCustomer: {
            /** @description The customer's key. */
            key: components["schemas"]["CustomerKey"];
            /** @description Id in the source. */
            id: string;
            /** @description Name to show; the id where there is none. */
            name: string;
            /** @description The sales person who owns the relation. */
            owner?: string | null;
            /** @description E-mail address. */
            email?: string | null;
            /** @description Telephone number. */
            phone?: string | null;
        };
        /** @description A task with everything needed to act on it. */
        TaskDetail: {
            /** @description The task. */
            task: components["schemas"]["Task"];
            /** @description Its numbers are true for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description The customer in short. */
            summary: components["schemas"]["CustomerRow"];
            /** @description The latest touch-points and orders, newest first. */
            latest: components["schemas"]["TimelineItem"][];
            item?: components["schemas"]["ItemHistory"] | null;
            /**
             * @description What to offer: B of the pattern the list was made from, while it is open; what is due now, the most valuable first; what is
             *     due soon; what patterns name. Each item once.
             */
            suggestions: components["schemas"]["Suggestion"][];
        };
        /**
         * @description Where a task stands.
         * @enum {string}
         */
        TaskState: "open" | "snoozed" | "done" | "skipped" | "withdrawn";
        /** @description Where a test letter goes. */
        TestLetter: {
            /** @description An address. */
            to: string;
        };
        /** @description One thing that happened. */
        TimelineItem: {
            /** @description When. */
            at: components["schemas"]["Moment"];
            /** @description What. */
            kind: components["schemas"]["TimelineKind"];
            order?: components["schemas"]["Order"] | null;
            /** @description The touch-point's word (`call`, `email`, `visit` …), or the action on a task (`snooze`, `skip`, `note`). */
            word?: string | null;
            /** @description True when the brand began it. */
            outbound?: boolean | null;
            /** @description One line of what it was about; of a task its reason's code. */
            subject?: string | null;
            /** @description The campaign's name. */
            campaign?: string | null;
            /** @description Everything else that a touch-point told; `told_of` is the name it was told of, where that was merged with the customer's. */
            attributes: components["schemas"]["BTreeMap"];
            merge?: components["schemas"]["Merged"] | null;
        };
        /**
         * @description What kind of thing happened.
         * @enum {string}
         */
        TimelineKind: "sale" | "touch_point" | "exposure" | "task" | "merge";
        /** @description A page of a timeline. */
        TimelinePage: {
            /** @description What happened, newest first. */
            items: components["schemas"]["TimelineItem"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
        };
        /** @description Today's list. */
        Today: {
            /** @description The tasks, by rank. */
            items: components["schemas"]["Task"][];
            /** @description Pass it back as `cursor` for the next page; null on the last. */
            next_cursor?: string | null;
            /**
             * Format: int64
             * @description Tasks of this view: of a day's work those left of it, else all that meet the filters.
             */
            total: number;
            /**
             * Format: int64
             * @description All that is due: open tasks that meet the filters.
             */
            due: number;
            day?: components["schemas"]["Day"] | null;
            /** @description Counts over the whole list. */
            counts: components["schemas"]["TaskCounts"];
            /** @description The list is true for this moment. */
            as_of: components["schemas"]["Moment"];
            total_value_at_risk?: components["schemas"]["Money"] | null;
            /**
             * @description What Today is ordered by: `value_at_risk`, or `vihje` (chance and value together), `days_since_last_order` or
             *     `rfm` where that finds declining customers clearly better on this company's own history.
             */
            ordered_by: string;
        };
        /** @description When an automation fires. */
        Trigger: {
            /** @description Words of touch-points, any of them; `order` for an order. Any word when empty. */
            touches?: string[];
            /** @description Only when what it was about contains this, in any case. */
            subject?: string | null;
            /** @description Also what the company itself began, such as its own calls and letters. */
            ours_too?: boolean;
            /** @enum {string} */
            when: "event";
        } | {
            /** @description Of these rules; of any when empty. */
            rules?: number[];
            /** @description With these reasons, by code; with any when empty. */
            kinds?: string[];
            /** @enum {string} */
            when: "opportunity";
        } | {
            /** @description On lists from `today`, `pattern`, `replenishment`, `manual`; on any when empty. */
            sources?: string[];
            /** @description With these reasons, by code; with any when empty. */
            reasons?: string[];
            /** @enum {string} */
            when: "list_entry";
        } | {
            /**
             * Format: int32
             * @description On this day of the week only, 1 for Monday to 7 for Sunday; every day when nothing.
             */
            weekday?: number | null;
            /**
             * Format: int32
             * @description At this hour of the company's day, 0 to 23.
             */
            hour: number;
            /** @enum {string} */
            when: "schedule";
        };
        /** @description Two names. */
        TwoNames: {
            /** @description The name that is, or was, taken in. */
            from: string;
            /** @description The customer who has both. */
            into: string;
        };
        /** @description The body of an upload: one or more files in a multipart form. */
        UploadForm: {
            /** @description The files. */
            file: string[];
        };
        /** @description A user of the system. */
        User: {
            /** @description The user's id. */
            id: string;
            /** @description The e-mail address they sign in with. */
            email: string;
            /** @description Name to show. */
            name: string;
            /** @description What they are. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description What [`Purchases::value`] holds.
         * @enum {string}
         */
        ValueBasis: "margin" | "sales";
        /** @description Customers by where they are in the window. */
        WindowCounts: {
            /**
             * Format: int64
             * @description Bought A, not B, window open.
             */
            open: number;
            /**
             * Format: int64
             * @description Bought B within the window.
             */
            bought: number;
            /**
             * Format: int64
             * @description Window over without B.
             */
            closed: number;
        };
        /** @description A list handed to sales people. */
        Worklist: {
            /** @description The list's id. */
            id: string;
            /** @description Its name. */
            name: string;
            /** @description Where it came from: `pattern`, `replenishment` or `manual`. */
            source: string;
            /** @description The pattern behind it, where there is one. */
            pattern?: string | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Moment"];
            closed_at?: components["schemas"]["Moment"] | null;
            /** @description Its tasks are true for this moment. */
            as_of: components["schemas"]["Moment"];
            /** @description Its tasks by state. */
            counts: components["schemas"]["TaskCounts"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    start_analysis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                analysis: components["schemas"]["Analysis"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnalysisParameters"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_attributes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_automations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRow"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_automation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Automation"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    check_automation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Automation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationChecked"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    try_automation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Automation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_automation_words: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationWords"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRow"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    update_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Automation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    pause_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resume_automation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_company: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyInfo"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    update_company: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompanyChanges"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyInfo"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_customers: {
        parameters: {
            query?: {
                /** @description Name, id, e-mail or telephone contains this. */
                q?: string;
                /**
                 * @description `name`, `orders`, `sales`, `first_order`, `last_order`, `next_expected`, `value_at_risk`, `expected_value` or `alive`;
                 *     `sales` when not given.
                 */
                sort?: string;
                /** @description `asc` or `desc`; what suits the sort when not given. */
                order?: string;
                /** @description Only customers who stand like this. */
                state?: components["schemas"]["Standing"];
                /** @description Only this sales person's customers. */
                owner?: string;
                /** @description Only this RFM segment, such as `champions`. */
                segment?: string;
                /** @description Only with sales of at least this much. */
                min_value?: number;
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customers"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: components["schemas"]["CustomerKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerProfile"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_customer_categories: {
        parameters: {
            query?: {
                /** @description The level's number from `/levels`; the one analyses use when not given. */
                level?: number;
            };
            header?: never;
            path: {
                key: components["schemas"]["CustomerKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_CategoryRow"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_rhythm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: components["schemas"]["CustomerKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rhythm"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_timeline: {
        parameters: {
            query?: {
                /** @description Only these kinds, separated by commas: `sale`, `touch_point`, `exposure`, `task`, `merge`. */
                kind?: string;
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path: {
                key: components["schemas"]["CustomerKey"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelinePage"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_touch_point: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: components["schemas"]["CustomerKey"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTouchPoint"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineItem"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_deliveries: {
        parameters: {
            query?: {
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
                /** @description Only in this state. */
                state?: components["schemas"]["DeliveryState"];
                /** @description Only to this endpoint. */
                endpoint?: string;
                /** @description Only of this firing. */
                firing?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Delivery"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replay_deliveries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayGiven"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayed"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryDetail"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replay_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_endpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoints"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointGiven"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointMade"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    allow_private_addresses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrivateAddresses"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivateAddresses"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    update_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndpointGiven"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    pause_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    ping_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Posted"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    resume_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Endpoint"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rotate_secret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndpointMade"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    export_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description such as `today.csv` or `customers.xlsx` */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_quality: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnalysisQuality"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_firings: {
        parameters: {
            query?: {
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
                /** @description Only of this automation. */
                automation?: string;
                /** @description Only in this state. */
                state?: components["schemas"]["FiringState"];
                /** @description Only of this customer, by key. */
                customer?: components["schemas"]["CustomerKey"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Firing"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_merges: {
        parameters: {
            query?: {
                /** @description From `next_cursor`. */
                cursor?: number;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merges"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_merge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoNames"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    undo_merge: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TwoNames"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_identity_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityRules"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_identity_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityRules"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityRules"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_suggestions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_imports: {
        parameters: {
            query?: {
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Import"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewImport"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    check_mapping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingCheck"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingProblems"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    look_upload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["UploadForm"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Looked"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    look_again: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GivenKind"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookedFile"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    look_path: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerPath"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Looked"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewImport"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Import"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_rejected: {
        parameters: {
            query?: {
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Rejected"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    download_rejected: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    undo_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    cancel_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_levels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Level"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_mailer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailerShown"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    update_mailer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailerGiven"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailerShown"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    test_mailer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestLetter"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Posted"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_mappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedMapping"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_opportunities: {
        parameters: {
            query?: {
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
                /** @description Only in this state; open when not given, all with `all`. */
                state?: string;
                /** @description Only this sales person's customers. */
                owner?: string;
                /** @description Only of this rule. */
                rule?: number;
                /** @description Only for this reason, such as `basket_left`. */
                kind?: string;
                /** @description Only of this customer. */
                customer?: components["schemas"]["CustomerKey"];
                /** @description Only where at least this is to be won, in whole units of the reporting currency. */
                min_value?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Opportunities"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    accept_opportunity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Acceptance"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpportunityRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    dismiss_opportunity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Dismissal"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpportunityRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reopen_opportunity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpportunityRow"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_patterns: {
        parameters: {
            query?: {
                /** @description The product level from `/levels`; the default level when not given. */
                level?: number;
                /** @description The window, in days; 182 when not given. */
                window_days?: number;
                /** @description B for the first time, or again. */
                question?: components["schemas"]["PatternQuestion"];
                /** @description Only customers who meet this condition, as JSON. */
                channel?: string;
                /** @description Only patterns with at least this `n_ab`. */
                min_support?: number;
                /** @description A or B contains this. */
                q?: string;
                /** @description A is this. */
                a?: string;
                /** @description B is this. */
                b?: string;
                /**
                 * @description True for those whose buyers of A clearly buy B less often than their like (substitutes), in place of the others; the
                 *     strongest first.
                 */
                below?: boolean;
                /**
                 * @description `lift` (the shrunk one, the strongest evidence first), `n_ab`, `confidence`, `open_now`, `value` (of open windows), `q`,
                 *     `a` or `b`; `lift` when not given.
                 */
                sort?: string;
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Patterns"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_pattern: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PatternDetail"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_pattern_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPatternList"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_pattern_members: {
        parameters: {
            query?: {
                /** @description Where in the window; open when not given. */
                window?: components["schemas"]["PatternWindow"];
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PatternMember"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayState"] | null;
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    change_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayChange"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayState"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_replenishment: {
        parameters: {
            query?: {
                /** @description The product level; the default level when not given. */
                level?: number;
                /** @description The item's name contains this. */
                q?: string;
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replenishment"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_due_customers: {
        parameters: {
            query: {
                /** @description The item. */
                item: string;
                /** @description The product level; the default level when not given. */
                level?: number;
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_DueCustomer"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpportunityRules"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRule"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    update_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRule"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rule"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    search_everything: {
        parameters: {
            query: {
                /** @description The text. */
                q: string;
                /** @description Most results of each kind; 8 when not given. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Found"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    follow_link: {
        parameters: {
            query: {
                /** @description Its token. */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    setup_administrator: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_sources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Source"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_streams: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stream"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    create_stream: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStream"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamWithKey"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    update_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SourceSettings"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stream"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    revoke_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stream"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_rejected_events: {
        parameters: {
            query?: {
                /** @description Only those with this code. */
                code?: string;
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_RejectedEventRow"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    give_up_rejected_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectedCode"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenUp"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    replay_rejected_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectedCode"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    give_up_rejected_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenUp"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    mend_rejected_event: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                event: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MendedEvent"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    rotate_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rotation"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StreamWithKey"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskDetail"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    complete_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Completion"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reopen_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    skip_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Skip"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    snooze_task: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Snooze"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_today: {
        parameters: {
            query?: {
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
                /** @description Only this sales person's customers. */
                owner?: string;
                /** @description Only tasks with this reason: `declining`, `late`, `lapsed`, `lost_line`, `due`, `pattern`. */
                kind?: string;
                /** @description Only tasks in this state; open when not given. */
                state?: components["schemas"]["TaskState"];
                /** @description `day`: what is left of the caller's day, when not given; `all`: all that is due. Of open tasks only. */
                scope?: "day" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Today"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    set_day_length: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DayLength"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayLength"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_worklists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"][];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_worklist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    close_worklist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    reopen_worklist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Worklist"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    list_worklist_tasks: {
        parameters: {
            query?: {
                /** @description Only tasks in this state; open when not given. */
                state?: components["schemas"]["TaskState"];
                /** @description Where the page begins, from `next_cursor`. */
                cursor?: string;
                /** @description Rows a page, 1 to 200; 50 when not given. */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Today"];
                };
            };
            /** @description Unchanged since the `ETag` given in `If-None-Match`; without a body */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_posthog_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Captured"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    capture: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Captured"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_snowplow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_cloudevents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_snowplow_pixel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": number[];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_readiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    show_unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page with the button */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
        };
    };
    unsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
        };
    };
    send_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_identify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    get_settings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The source's key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_screen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
    send_track: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description A problem, in words */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemBody"];
                };
            };
        };
    };
}
