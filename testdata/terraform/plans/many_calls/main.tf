locals {
  letters = ["a", "b", "c", "d", "e"]
}

module "row" {
  source = "./cell"
  count  = 8
  text   = "row-${count.index}"
}

module "column" {
  source   = "./cell"
  for_each = toset(local.letters)
  text     = "column-${each.key}"
}

module "corner" {
  source = "./cell"
  text   = "corner-${module.row[7].text}-${module.column["e"].text}"
}

output "rows" {
  value = module.row[*].text
}

output "columns" {
  value = { for key, cell in module.column : key => cell.text }
}

output "corner" {
  value = module.corner.text
}
