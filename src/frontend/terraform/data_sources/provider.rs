//! Which provider block a data source is read with.

use super::Asked;
use crate::frontend::terraform::evaluate::instance::Instance;
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::evaluate::scope::Scope;
use crate::frontend::terraform::load::declaration::{Declaration, DeclarationKind, Located, literal};
use crate::syntax::hcl::{Expr, ExprKind, ObjectItem};

/// An instance of a provider block: the instance of the module that has the block, the block, and which of its instances.
pub(super) type Provider<'i, 'p> = (&'i Instance<'p>, &'i Declaration<'p>, usize);

/// A provider as it is written: `aws`, `aws.east` or `aws.by_region[each.key]`.
#[derive(Clone, Copy)]
struct Name<'e, 's> {
    local: &'e str,
    alias: &'e str,
    key: Option<&'e Expr<'s>>,
}

impl<'e, 's> Name<'e, 's> {
    /// The provider `local` without an alias.
    const fn plain(local: &'e str) -> Self {
        Self { local, alias: "", key: None }
    }

    fn of(expr: &'e Expr<'s>) -> Option<Self> {
        match &expr.kind {
            ExprKind::Variable(name) => Some(Self::plain(name)),
            ExprKind::GetAttr(base, alias) => Some(Self { alias: alias.text, ..Self::of(base)? }),
            ExprKind::Index(base, key) => Some(Self { key: Some(key), ..Self::of(base)? }),
            _ => {
                let (local, alias) = literal(expr).map(|text| text.split_once('.').unwrap_or((text, "")))?;
                Some(Self { local, alias, key: None })
            }
        }
    }

    fn is(self, other: Self) -> bool {
        (self.local, self.alias) == (other.local, other.alias)
    }
}

impl<'p> Interpreter<'p> {
    /// The provider block of `local`, the name that the type of the data source begins with, unless it names another one.
    /// Nothing where no block is found: the environment configures the provider then.
    pub(super) fn provider_of<'i>(&'i self, asked: Asked<'i, 'p>, local: &'i str) -> Option<Provider<'i, 'p>> {
        let mut instance = asked.instance;
        let mut name = match asked.declaration.argument("provider") {
            Some(written) => Name::of(written.node)?,
            None => Name::plain(local),
        };
        // What a key in the name means is told by the block that has the name.
        let mut user = (asked.declaration, asked.item);
        loop {
            if let Some(provider) = instance.module.find(DeclarationKind::Provider, name.local, name.alias) {
                return Some((instance, provider, self.provider_item(instance, provider, name, user)?));
            }
            let caller = instance.caller.as_ref()?;
            let call = caller.declaration;
            name = match call.argument("providers") {
                Some(Located { node: Expr { kind: ExprKind::Object(items), .. }, .. }) => passed(items, name)?,
                // Only what has no alias is handed on by itself.
                None if name.alias.is_empty() => Name::plain(name.local),
                _ => return None,
            };
            user = (call, caller.item);
            instance = self.instance(caller.instance);
        }
    }

    fn provider_item(
        &self,
        instance: &Instance<'p>,
        provider: &Declaration<'p>,
        name: Name<'_, '_>,
        (user, item): (&Declaration<'p>, usize),
    ) -> Option<usize> {
        let expansion = self.expansion(instance, provider);
        let Some(key) = name.key else { return (!expansion.repeated).then_some(0) };
        let key = self.with_item(instance, user, item, |scope: Scope<'_, 'p>| self.eval(key, scope));
        expansion.position(&key)
    }
}

/// What a call passes to its module as the provider of this name.
fn passed<'e, 's>(items: &'e [ObjectItem<'s>], name: Name<'_, '_>) -> Option<Name<'e, 's>> {
    let item = items.iter().find(|item| Name::of(&item.key).is_some_and(|key| key.is(name)))?;
    Name::of(&item.value)
}
