//! Who may do what, decided here and nowhere else.
//!
//! Every route is registered with a [`Permission`] (see `router`), and this table says which role holds which. A handler
//! never asks for a role.

use serde::{Deserialize, Serialize};
use vihje_desk::Role;

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
    /// Start and cancel analyses, make worklists from patterns and close them.
    RunAnalyses,
    /// Read imports and what became of their rows.
    SeeSources,
    /// Import files and take imports back.
    ImportData,
    /// Download lists.
    ExportLists,
    /// Make, change and watch automations, and where they send.
    ManageAutomations,
    /// Change the company's settings.
    ManageCompany,
}

impl Permission {
    /// Every permission there is.
    pub const ALL: [Self; 12] = [
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
        Self::ManageAutomations,
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

/// Whether a role holds a permission.
pub fn may(role: Role, permission: Permission) -> bool {
    use Permission as P;
    match role {
        Role::Administrator => true,
        Role::Manager => permission != P::ManageCompany,
        Role::SalesPerson => matches!(
            permission,
            P::Public
                | P::SignedIn
                | P::SeeCustomers
                | P::SeeTasks
                | P::WorkTasks
                | P::SeeFindings
                | P::ExportLists
        ),
        Role::Analyst => !matches!(permission, P::ManageCompany | P::ManageAutomations | P::WorkTasks),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_administrator_may_do_everything() {
        assert!(Permission::ALL.into_iter().all(|permission| may(Role::Administrator, permission)));
    }

    #[test]
    fn every_role_may_do_what_needs_no_sign_in_and_only_the_administrator_everything() {
        for role in [Role::Manager, Role::SalesPerson, Role::Analyst] {
            assert!(may(role, Permission::Public) && may(role, Permission::SignedIn));
            assert!(!may(role, Permission::ManageCompany));
        }
        assert!(!may(Role::SalesPerson, Permission::ImportData));
        assert!(!may(Role::Analyst, Permission::WorkTasks));
        assert!(may(Role::Manager, Permission::ManageAutomations));
        assert!(!may(Role::SalesPerson, Permission::ManageAutomations));
        assert!(!may(Role::Analyst, Permission::ManageAutomations));
    }

    #[test]
    fn a_permission_has_one_word() {
        assert_eq!(Permission::SeeCustomers.word(), "see_customers");
    }
}
