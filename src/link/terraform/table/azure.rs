//! What names what on Azure.

use super::super::row::{Attachment, by_id, by_name};

/// The resource group of what its locks hold for as well.
const fn in_group(kind: &'static str) -> Attachment {
    by_name(kind, "resource_group_name", &["azurerm_resource_group"], "name", "resource_group").reversed()
}

const AZURE_MACHINES: &[&str] =
    &["azurerm_linux_virtual_machine", "azurerm_virtual_machine", "azurerm_windows_virtual_machine"];

const AZURE_SQL_SERVERS: &[&str] = &["azurerm_mssql_server", "azurerm_sql_server"];

/// What a private endpoint may lead to, of the kinds that checks ask about.
const PRIVATE_TARGETS: &[&str] = &[
    "azurerm_databricks_workspace",
    "azurerm_key_vault",
    "azurerm_mariadb_server",
    "azurerm_mssql_server",
    "azurerm_mysql_flexible_server",
    "azurerm_mysql_server",
    "azurerm_postgresql_flexible_server",
    "azurerm_postgresql_server",
    "azurerm_storage_account",
];

/// What may send its logs somewhere, of the kinds that checks ask about.
const DIAGNOSED: &[&str] = &["azurerm_databricks_workspace", "azurerm_key_vault", "azurerm_kubernetes_cluster"];

/// What may have a lock, of the kinds that checks ask about.
const LOCKED: &[&str] = &["azurerm_container_registry", "azurerm_resource_group", "azurerm_storage_account"];

/// Sorted by kind and argument.
pub(super) const ROWS: &[Attachment] = &[
    by_id("azurerm_backup_protected_vm", "source_vm_id", AZURE_MACHINES, "backup"),
    by_id(
        "azurerm_cognitive_account_customer_managed_key",
        "cognitive_account_id",
        &["azurerm_cognitive_account"],
        "customer_key",
    ),
    in_group("azurerm_container_registry"),
    by_id("azurerm_data_factory_customer_managed_key", "data_factory_id", &["azurerm_data_factory"], "customer_key"),
    by_id(
        "azurerm_databricks_workspace_root_dbfs_customer_managed_key",
        "workspace_id",
        &["azurerm_databricks_workspace"],
        "customer_key",
    ),
    by_id("azurerm_kusto_cluster_customer_managed_key", "cluster_id", &["azurerm_kusto_cluster"], "customer_key"),
    by_id("azurerm_management_lock", "scope", LOCKED, "lock"),
    by_id("azurerm_monitor_diagnostic_setting", "storage_account_id", &["azurerm_storage_account"], "log_source"),
    by_id("azurerm_monitor_diagnostic_setting", "target_resource_id", DIAGNOSED, "diagnostics"),
    by_id("azurerm_mssql_server_extended_auditing_policy", "server_id", AZURE_SQL_SERVERS, "auditing"),
    by_name("azurerm_mssql_server_security_alert_policy", "server_name", AZURE_SQL_SERVERS, "name", "alerts"),
    by_id(
        "azurerm_mssql_server_vulnerability_assessment",
        "server_security_alert_policy_id",
        &["azurerm_mssql_server_security_alert_policy"],
        "scans",
    ),
    by_id("azurerm_mysql_server_key", "server_id", &["azurerm_mysql_server"], "customer_key"),
    by_id(
        "azurerm_network_interface_security_group_association",
        "network_interface_id",
        &["azurerm_network_interface"],
        "security_group",
    ),
    by_id("azurerm_network_watcher_flow_log", "target_resource_id", &["azurerm_virtual_network"], "flow_log"),
    by_id("azurerm_postgresql_server_key", "server_id", &["azurerm_postgresql_server"], "customer_key"),
    by_id(
        "azurerm_private_endpoint",
        "private_service_connection.private_connection_resource_id",
        PRIVATE_TARGETS,
        "private_endpoint",
    ),
    by_id("azurerm_role_assignment", "principal_id", &["azurerm_kubernetes_cluster"], "role_assignment"),
    by_id(
        "azurerm_servicebus_namespace_customer_managed_key",
        "namespace_id",
        &["azurerm_servicebus_namespace"],
        "customer_key",
    ),
    by_name("azurerm_spring_cloud_app", "service_name", &["azurerm_spring_cloud_service"], "name", "app"),
    by_name(
        "azurerm_sql_active_directory_administrator",
        "server_name",
        &["azurerm_sql_server"],
        "name",
        "entra_admin",
    ),
    in_group("azurerm_storage_account"),
    by_id(
        "azurerm_storage_account_customer_managed_key",
        "storage_account_id",
        &["azurerm_storage_account"],
        "customer_key",
    ),
    by_id("azurerm_storage_account_network_rules", "storage_account_id", &["azurerm_storage_account"], "network_rules"),
    // Before version 3 of the provider.
    by_name(
        "azurerm_storage_account_network_rules",
        "storage_account_name",
        &["azurerm_storage_account"],
        "name",
        "network_rules",
    ),
    by_id("azurerm_subnet_network_security_group_association", "subnet_id", &["azurerm_subnet"], "security_group"),
    by_id("azurerm_synapse_firewall_rule", "synapse_workspace_id", &["azurerm_synapse_workspace"], "firewall"),
    by_id(
        "azurerm_synapse_sql_pool_extended_auditing_policy",
        "sql_pool_id",
        &["azurerm_synapse_sql_pool"],
        "auditing",
    ),
    by_id("azurerm_synapse_sql_pool_security_alert_policy", "sql_pool_id", &["azurerm_synapse_sql_pool"], "alerts"),
    by_id(
        "azurerm_synapse_sql_pool_vulnerability_assessment",
        "sql_pool_security_alert_policy_id",
        &["azurerm_synapse_sql_pool_security_alert_policy"],
        "scans",
    ),
    by_id(
        "azurerm_synapse_workspace_extended_auditing_policy",
        "synapse_workspace_id",
        &["azurerm_synapse_workspace"],
        "auditing",
    ),
    by_id("azurerm_virtual_machine_extension", "virtual_machine_id", AZURE_MACHINES, "extension"),
];
