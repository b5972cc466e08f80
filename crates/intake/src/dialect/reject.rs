//! Why an event was not understood: a stable code, a sentence, the member at fault.

/// What is wrong with one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rejection {
    pub(super) code: &'static str,
    pub(super) reason: String,
    pub(super) field: Option<String>,
    /// The sender's id of the event, where it was found before the fault.
    pub(super) message_id: Option<String>,
}

impl Rejection {
    pub(super) fn new(code: &'static str, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into(), field: None, message_id: None }
    }

    /// The same, at this member.
    #[must_use]
    pub(super) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same, of the event with this id.
    #[must_use]
    pub(super) fn of(mut self, message_id: Option<&str>) -> Self {
        self.message_id = self.message_id.or_else(|| message_id.map(str::to_owned));
        self
    }

    pub(super) fn no_person(fields: &str) -> Self {
        let reason = format!("The event names nobody: none of {fields} is told.");
        Self::new("no-person", reason)
    }

    pub(super) fn unreadable(error: &serde_json::Error) -> Self {
        Self::new("unreadable-event", format!("The event cannot be read: {error}."))
    }

    pub(super) fn too_large(bytes: usize) -> Self {
        let most = super::LARGEST_EVENT >> 10;
        Self::new("event-too-large", format!("The event has {bytes} bytes; at most {most} KB are taken."))
    }
}
