//! Which subnets are public: those whose route table has a route to an internet gateway
//! (<https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html#subnet-types>).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::attach::attach;
use super::names::{references, undecided};
use crate::model::Resource;
use crate::value::{Address, Kind, List, Reason, Unknown, Value};

/// The role of the route that makes a subnet public. The list is there where it is known which route table the subnet has.
pub(super) const ROLE: &str = "internet_route";

pub(super) const SUBNET: &str = "aws_subnet";
const TABLES: [&str; 2] = ["aws_default_route_table", "aws_route_table"];
const GATEWAY: &str = "aws_internet_gateway";

/// Most instances of a resource with which a reference is compared.
const COMPARED: usize = 1_000;

/// Attaches to each subnet with a known route table the route to an internet gateway, if there is one.
pub(super) fn attach_routes(resources: &mut [Resource]) {
    if !resources.iter().any(|resource| &*resource.kind == SUBNET) {
        return;
    }
    for (subnet, list) in Network::of(resources).subnets() {
        attach(&mut resources[subnet], ROLE, list);
    }
}

/// What leads from a route table to an internet gateway; the reason where that is not known.
type Route = Result<Option<Value>, Arc<Unknown>>;

type Map<K, V> = HashMap<K, V, foldhash::quality::RandomState>;

/// The resources of a root, with their addresses without keys and what leads to internet gateways.
struct Network<'r> {
    resources: &'r [Resource],
    by_address: Map<Address, Vec<usize>>,
    /// By the route table.
    routes: Map<usize, Route>,
}

impl<'r> Network<'r> {
    fn of(resources: &'r [Resource]) -> Self {
        let mut by_address: Map<Address, Vec<usize>> = Map::default();
        for (index, resource) in resources.iter().enumerate() {
            by_address.entry(resource.address.without_keys()).or_default().push(index);
        }
        let mut network = Self { resources, by_address, routes: Map::default() };
        for (index, table) in resources.iter().enumerate().filter(|(_, table)| TABLES.contains(&&*table.kind)) {
            let blocks = table.body.member("route").map_or(Ok(None), leading);
            network.add(index, blocks);
        }
        for route in resources.iter().filter(|resource| &*resource.kind == "aws_route") {
            let Some(table) = route.body.member("route_table_id") else { continue };
            let tables = network.named(table, &TABLES);
            let is_certain = tables.len() == 1;
            let found = is_to_gateway(&route.body).and_then(|is| match is {
                true if !is_certain => Err(why("which route table has the route is not known", table)),
                is => Ok(is.then(|| route.body.clone())),
            });
            for table in tables {
                network.add(table, found.clone());
            }
        }
        network
    }

    /// Adds what is known of a route table.
    fn add(&mut self, table: usize, found: Route) {
        let known = self.routes.entry(table).or_insert(Ok(None));
        match (&known, found) {
            (Ok(Some(_)), _) | (_, Ok(None)) => {}
            (_, found) => *known = found,
        }
    }

    /// The resources of these kinds that a value may name.
    fn named(&self, value: &Value, kinds: &[&str]) -> Vec<usize> {
        let mut found = Vec::new();
        for reference in references(value) {
            let all = self.by_address.get(&reference.address.without_keys()).into_iter().flatten().copied();
            found.extend(all.take(COMPARED).filter(|index| {
                let resource = &self.resources[*index];
                kinds.contains(&&*resource.kind) && reference.address.may_mean(&resource.address)
            }));
        }
        found
    }

    /// What leads from the route table that this names to an internet gateway.
    fn route_of(&self, table: Option<&Value>) -> Route {
        let Some(written) = table else { return Ok(None) };
        match self.named(written, &TABLES)[..] {
            [table] => self.routes.get(&table).cloned().unwrap_or(Ok(None)),
            _ => Err(why("which route table the subnet has is not known", written)),
        }
    }

    /// The main route tables, by their networks.
    fn main_routes(&self) -> Map<usize, Route> {
        let mut main = Map::default();
        for (index, resource) in self.resources.iter().enumerate() {
            let (network, route) = match &*resource.kind {
                "aws_default_route_table" => {
                    ("default_route_table_id", self.routes.get(&index).cloned().unwrap_or(Ok(None)))
                }
                "aws_main_route_table_association" => ("vpc_id", self.route_of(resource.body.member("route_table_id"))),
                _ => continue,
            };
            let networks = resource.body.member(network).map(|written| self.named(written, &["aws_vpc"]));
            if let Some([network]) = networks.as_deref() {
                main.insert(*network, route);
            }
        }
        main
    }

    /// What is known of each subnet.
    fn subnets(&self) -> Vec<(usize, List)> {
        let (mut own, mut unclear): (Map<usize, Route>, HashSet<usize>) = (Map::default(), HashSet::new());
        for association in self.resources.iter().filter(|it| &*it.kind == "aws_route_table_association") {
            let Some(subnet) = association.body.member("subnet_id") else { continue };
            match self.named(subnet, &[SUBNET])[..] {
                [subnet] => drop(own.insert(subnet, self.route_of(association.body.member("route_table_id")))),
                ref several => unclear.extend(several),
            }
        }
        let main = self.main_routes();
        let of_network = |subnet: &Resource| match self.named(subnet.body.member("vpc_id")?, &["aws_vpc"])[..] {
            [network] => main.get(&network),
            _ => None,
        };
        let mut found = Vec::new();
        for (index, subnet) in self.resources.iter().enumerate().filter(|(_, subnet)| &*subnet.kind == SUBNET) {
            let by_main = || if unclear.contains(&index) { None } else { of_network(subnet) };
            match own.get(&index).or_else(by_main) {
                Some(Ok(route)) => found.push((index, List::new(route.iter().cloned().collect()))),
                Some(Err(why)) => found.push((index, List::open(Vec::new(), Arc::clone(why)))),
                None => {}
            }
        }
        found
    }
}

/// The first of these blocks that leads to an internet gateway.
fn leading(blocks: &Value) -> Route {
    let Kind::List(list) = &blocks.kind else { return Err(why("the routes are not known", blocks)) };
    let mut open = list.rest.clone();
    for block in &list.items {
        match is_to_gateway(block) {
            Ok(true) => return Ok(Some(block.clone())),
            Ok(false) => {}
            Err(why) => open = open.or(Some(why)),
        }
    }
    open.map_or(Ok(None), Err)
}

/// Whether a route leads to an internet gateway.
fn is_to_gateway(route: &Value) -> Result<bool, Arc<Unknown>> {
    let Some(gateway) = route.member("gateway_id") else { return Ok(false) };
    if let Some(id) = gateway.as_str() {
        return Ok(id.starts_with("igw-"));
    }
    let is_gateway = |address: &Address| address.steps().any(|step| step.name() == GATEWAY);
    if references(gateway).any(|reference| is_gateway(&reference.address)) {
        return Ok(true);
    }
    undecided(gateway).map_or(Ok(false), |why| Err(Arc::clone(why)))
}

fn why(reason: &'static str, value: &Value) -> Arc<Unknown> {
    let unknown = || Unknown::new(Reason::Ambiguous(reason), value.span).into();
    value.first_unknown().map_or_else(unknown, Arc::clone)
}
