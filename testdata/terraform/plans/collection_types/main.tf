variable "names" {
  type    = list(string)
  default = ["a", "b"]
}

variable "tags" {
  type    = map(any)
  default = { a = 1, b = "x" }
}

variable "rules" {
  type = set(object({
    port  = number
    peers = optional(list(string), ["all"])
  }))
  default = [{ port = "22" }]
}

variable "untyped" {
  default = ["a", "b"]
}

variable "any" {
  type    = any
  default = { a = [1] }
}

module "child" {
  source = "./child"
  names  = ["a", "b"]
}

resource "terraform_data" "each" {
  count = 2
  input = ["a", count.index]
}

resource "terraform_data" "keyed" {
  for_each = toset(["x"])
  input    = { name = each.key }
}

output "variables" {
  value = [
    var.names == ["a", "b"],
    var.names == tolist(["a", "b"]),
    var.tags == { a = "1", b = "x" },
    var.tags == tomap({ a = "1", b = "x" }),
    var.untyped == ["a", "b"],
    var.untyped == tolist(["a", "b"]),
    var.any == { a = [1] },
    var.any["a"] == tolist([1]),
    [for rule in var.rules : rule == { port = 22, peers = tolist(["all"]) }],
  ]
}

output "modules" {
  value = [
    module.child.names == tolist(["a", "b"]),
    module.child.tuple == ["a", "b"],
    module.child.joined == "a,b",
  ]
}

output "resources" {
  value = [
    terraform_data.each[0].input == ["a", 0],
    terraform_data.each[*].input[0] == ["a", "a"],
    terraform_data.keyed["x"].input == { name = "x" },
    terraform_data.keyed["x"].input == tomap({ name = "x" }),
  ]
}

output "conditions" {
  value = [
    (length(var.names) > 1 ? ["a"] : []) == tolist(["a"]),
    (length(var.names) > 1 ? var.names : []) == var.names,
    (length(var.names) > 1 ? { a = "x" } : null) == { a = "x" },
    concat(var.names, ["c"]) == ["a", "b", "c"],
    contains([["a", "b"]], var.untyped),
    contains([["a", "b"]], var.names),
  ]
}
