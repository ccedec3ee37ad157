resource "terraform_data" "this" {
  input = "override"
}

module "child" {
  text = "override"
}
