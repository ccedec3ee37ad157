//! What a check is about.

words! {
    /// What a check is about.
    #[derive(PartialOrd, Ord)]
    pub enum Category {
        /// Reachable by those who should not reach it.
        NetworkExposure = "network-exposure",
        /// Data readable on disk or on the wire.
        Encryption = "encryption",
        /// Who may do what.
        AccessControl = "access-control",
        /// Nobody would notice.
        Logging = "logging",
        /// Credentials where they can be read.
        Secrets = "secrets",
        /// What is built upon can change or be replaced.
        SupplyChain = "supply-chain",
        /// A workload can reach beyond itself.
        Isolation = "isolation",
        /// Loss, outage and recovery.
        Resilience = "resilience",
        /// Correctness and upkeep.
        Maintenance = "maintenance",
    }
}
