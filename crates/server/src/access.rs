//! Who may do what, decided here and nowhere else.
//!
//! Every route is registered with a [`Permission`] (see `router`), and this table says which role holds which. A handler
//! never asks for a role.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Open to everybody, signed in or not: signing in itself, health, the API document.
    Public,
    /// Read one's own session, the company's name, events and what is being computed.
    SignedIn,
    /// Read customers, their timelines and values.
    SeeCustomers,
    /// Read Today and worklists.
    SeeTasks,
    /// Act on tasks, log touch-points.
    WorkTasks,
    /// Read patterns, replenishment and the quality of findings.
    SeeFindings,
    /// Start and cancel analyses, make worklists from patterns.
    RunAnalyses,
    /// Read imports and what became of their rows.
    SeeSources,
    /// Import files and take imports back.
    ImportData,
    /// Download lists.
    ExportLists,
    /// Change the company's settings.
    ManageCompany,
}

impl Permission {
    /// Every permission there is.
    pub const ALL: [Self; 11] = [
        Self::Public,
        Self::SignedIn,
        Self::SeeCustomers,
        Self::SeeTasks,
        Self::WorkTasks,
        Self::SeeFindings,
        Self::RunAnalyses,
        Self::SeeSources,
        Self::ImportData,
        Self::ExportLists,
        Self::ManageCompany,
    ];

    /// The word used in the API document.
    pub fn word(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(word)) => word,
            _ => format!("{self:?}"),
        }
    }
}

/// What a user is in the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May do everything.
    Administrator,
}

impl Role {
    /// Whether this role holds the permission.
    pub fn may(self, _permission: Permission) -> bool {
        match self {
            Self::Administrator => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_administrator_may_do_everything() {
        assert!(Permission::ALL.into_iter().all(|permission| Role::Administrator.may(permission)));
    }

    #[test]
    fn a_permission_has_one_word() {
        assert_eq!(Permission::SeeCustomers.word(), "see_customers");
    }
}
