locals {
  settings = { a = { b = "deep" }, list = [] }
}

output "tried" {
  value = [try(local.settings.a.b, "none"), try(local.settings.a.c, "none"), try(local.settings.list[0], "empty")]
}

output "could" {
  value = [can(local.settings.a.b), can(local.settings.x), can(tonumber("x"))]
}

output "looked_up" {
  value = try(local.settings["missing"].b, null)
}
