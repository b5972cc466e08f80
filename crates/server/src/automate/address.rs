//! Which addresses a webhook may go to: public ones only, unless an administrator allows others. The address that was looked at is
//! the one connected to, so that a name that answers differently the second time gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// What a refusal says, by which it is told from other failures.
pub(crate) const REFUSED: &str = "private-address";

/// Looks names up and keeps only the addresses that a webhook may go to.
#[derive(Debug)]
pub(crate) struct Guarded {
    inner: DefaultResolver,
    allow_private: Arc<AtomicBool>,
}

impl Guarded {
    pub(crate) fn new(allow_private: Arc<AtomicBool>) -> Self {
        Self { inner: DefaultResolver::default(), allow_private }
    }
}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.allow_private.load(Ordering::Relaxed) {
            return Ok(found);
        }
        let mut allowed = self.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|address| allowed.push(*address));
        if allowed.is_empty() {
            return Err(ureq::Error::Other(REFUSED.into()));
        }
        Ok(allowed)
    }
}

/// Whether an address is one of the public internet (IANA's special-purpose registries, RFC 6890): nothing of this machine, this
/// network, carriers' inner networks, documentation or the future; addresses that stand for another are judged by it.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let inner = address.is_private() || address.is_loopback() || address.is_link_local();
    let carrier = a == 100 && (64..128).contains(&b);
    let protocol = a == 192 && b == 0 && c == 0;
    let relay = a == 192 && b == 88 && c == 99;
    let benchmark = a == 198 && (b == 18 || b == 19);
    // 240.0.0.0/4 holds the broadcast address too.
    let none = a == 0 || a >= 240 || address.is_multicast() || address.is_documentation();
    !(inner || carrier || protocol || relay || benchmark || none)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let low = || {
        let [a, b] = s[6].to_be_bytes();
        let [c, d] = s[7].to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    let mapped = s[..5] == [0; 5] && s[5] == 0xffff;
    let translated = s[0] == 0x64 && s[1] == 0xff9b && s[2..6] == [0; 4];
    if mapped || translated {
        return is_public_v4(low());
    }
    if s[0] == 0x2002 {
        let [a, b] = s[1].to_be_bytes();
        let [c, d] = s[2].to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    // Only 2000::/3 has been given out; of it, protocol assignments (Teredo among them) and documentation are none.
    let given_out = s[0] & 0xe000 == 0x2000;
    let protocol = s[0] == 0x2001 && s[1] < 0x200;
    let documentation = (s[0] == 0x2001 && s[1] == 0xdb8) || (s[0] == 0x3fff && s[1] < 0x1000);
    given_out && !protocol && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_addresses_are_refused_in_every_spelling() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.5",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::7f00:1",
            "fec0::1",
            "3fff::1",
        ] {
            assert!(!is_public(inner.parse().unwrap()), "{inner}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "192.167.1.1",
            "2606:4700::1111",
            "2a00:1450:400f::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }
}
