//! What a file names, calls and defines, from its syntax.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Ident, Item, Meta, UseTree, Visibility};

use super::library::{File, Function, Method, Name};

/// Reads a file, and gives with it the modules that it declares for tests only.
pub fn read(path: String, text: &str) -> (File, Vec<String>) {
    let mut reader = Reader { file: File { path, ..File::default() }, ..Reader::default() };
    reader.visit_file(&syn::parse_file(text).expect("it compiles"));
    reader.file.lines = text.lines().count() - reader.lines_of_tests;
    (reader.file, reader.test_modules)
}

/// Walks over the syntax of one file.
#[derive(Default)]
struct Reader {
    file: File,
    lines_of_tests: usize,
    /// Modules that are declared here for tests only.
    test_modules: Vec<String>,
    /// The type of the `impl` block that is being read.
    own_type: Option<Vec<String>>,
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_cfg_test) {
            return visit::visit_item(self, item);
        }
        self.lines_of_tests += lines(item);
        if let Item::Mod(module) = item {
            self.test_modules.push(module.ident.to_string());
        }
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.file.has_inline_module |= module.content.is_some();
        visit::visit_item_mod(self, module);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_passed_on = !matches!(item.vis, Visibility::Inherited);
        self.imports(&item.tree, &mut Vec::new(), is_passed_on);
    }

    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.function(&function.sig, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, block: &'ast syn::ItemImpl) {
        let own = if let syn::Type::Path(own) = &*block.self_ty { Some(segments(&own.path)) } else { None };
        let outer = std::mem::replace(&mut self.own_type, own);
        visit::visit_item_impl(self, block);
        self.own_type = outer;
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let syn::Expr::Path(receiver) = &*call.receiver
            && receiver.path.is_ident("self")
        {
            self.call(&call.method);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        if method.attrs.iter().any(is_cfg_test) {
            self.lines_of_tests += lines(method);
            return;
        }
        self.function(&method.sig, &method.block);
        self.file.methods.extend(method_of(self.own_type.as_ref(), &method.sig.ident));
        visit::visit_impl_item_fn(self, method);
    }

    fn visit_trait_item_fn(&mut self, method: &'ast syn::TraitItemFn) {
        if let Some(block) = &method.default {
            self.function(&method.sig, block);
        }
        visit::visit_trait_item_fn(self, method);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.path(path, false);
        visit::visit_path(self, path);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let syn::Expr::Path(function) = &*call.func {
            self.path(&function.path, true);
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.file.identifiers.insert(ident.to_string());
    }

    /// What sees an item says nothing of what the item uses.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}
}

impl Reader {
    fn path(&mut self, path: &syn::Path, is_called: bool) {
        match path.segments.iter().collect::<Vec<_>>().as_slice() {
            [first, method] if first.ident == "Self" => self.call(&method.ident),
            _ => self.name_of_item(segments(path), path.span(), is_called),
        }
    }

    fn call(&mut self, method: &Ident) {
        self.file.calls.extend(method_of(self.own_type.as_ref(), method));
    }

    /// A single name in lower case that is not called is that of a variable or a field.
    fn name_of_item(&mut self, segments: Vec<String>, span: Span, is_called: bool) {
        let is_upper = |name: &String| name.starts_with(char::is_uppercase);
        if is_called || segments.len() > 1 || segments.iter().all(is_upper) {
            self.name(segments, span, false);
        }
    }

    fn name(&mut self, segments: Vec<String>, span: Span, is_passed_on: bool) {
        self.file.names.push(Name { segments, line: span.start().line, is_passed_on });
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.span().start().line;
        let last = block.brace_token.span.close().end().line;
        self.file.functions.push(Function { name: signature.ident.to_string(), line: first, lines: last - first + 1 });
    }

    /// The leaves of a `use` tree.
    fn imports(&mut self, tree: &UseTree, prefix: &mut Vec<String>, is_passed_on: bool) {
        let (ident, name) = match tree {
            UseTree::Path(path) => {
                self.file.identifiers.insert(path.ident.to_string());
                prefix.push(path.ident.to_string());
                self.imports(&path.tree, prefix, is_passed_on);
                prefix.pop();
                return;
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.imports(tree, prefix, is_passed_on));
                return;
            }
            UseTree::Glob(_) => return self.file.globs.push(prefix.clone()),
            UseTree::Name(leaf) => (&leaf.ident, &leaf.ident),
            UseTree::Rename(leaf) => (&leaf.ident, &leaf.rename),
        };
        self.file.identifiers.extend([ident.to_string(), name.to_string()]);
        let mut segments = prefix.clone();
        if ident != "self" {
            segments.push(ident.to_string());
        }
        let name = if name == "self" { segments.last().cloned().unwrap_or_default() } else { name.to_string() };
        self.name(segments.clone(), tree.span(), is_passed_on);
        self.file.imports.insert(name, segments);
    }

    /// The paths in what a macro or an attribute is given, of which the syntax is its own.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut start = Span::call_site();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(ident) => {
                    self.file.identifiers.insert(ident.to_string());
                    if colons != 2 {
                        self.name_of_item(std::mem::take(&mut path), start, false);
                    }
                    if path.is_empty() {
                        start = ident.span();
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    let group = if let TokenTree::Group(group) = other { Some(group) } else { None };
                    let is_called = group.as_ref().is_some_and(|group| group.delimiter() == Delimiter::Parenthesis);
                    self.name_of_item(std::mem::take(&mut path), start, is_called);
                    colons = 0;
                    if let Some(group) = group {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.name_of_item(path, start, false);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn segments(path: &syn::Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

fn method_of(own_type: Option<&Vec<String>>, name: &Ident) -> Option<Method> {
    Some(Method { of: own_type?.clone(), name: name.to_string(), line: name.span().start().line })
}

fn is_cfg_test(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    list.path.is_ident("cfg") && list.tokens.to_string() == "test"
}

fn lines(syntax: &impl Spanned) -> usize {
    let span = syntax.span();
    span.end().line - span.start().line + 1
}
