//! What the system says of this process. Nothing where it says nothing.

/// Bytes of memory that the process holds: `VmRSS` of `/proc/self/status`, on Linux.
pub(crate) fn resident_bytes() -> Option<u64> {
    resident(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_what_the_system_tells() {
        assert_eq!(resident("Name:\tvihje\nVmRSS:\t    2048 kB\nThreads:\t9\n"), Some(2_097_152));
        assert_eq!(resident("Name:\tvihje\n"), None);
    }
}
