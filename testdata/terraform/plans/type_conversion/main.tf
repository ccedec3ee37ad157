variable "text" {
  type    = string
  default = 5
}

variable "flag" {
  type    = bool
  default = "true"
}

variable "mixed" {
  type    = list(any)
  default = ["a", 1, true]
}

variable "numbers" {
  type    = list(number)
  default = ["1", 2, "3.5"]
}

variable "tags" {
  type    = map(string)
  default = { one = 1, yes = true, text = "x" }
}

variable "pair" {
  type    = tuple([string, number])
  default = [1, "2"]
}

variable "shape" {
  type    = object({ name = string, sizes = list(number) })
  default = { name = 7, sizes = ["1"], dropped = "gone" }
}

variable "labels" {
  type    = map(any)
  default = { a = 1, b = "two" }
}

output "all" {
  value = [var.text, var.flag, var.pair, var.shape]
}

output "mixed" {
  value = var.mixed
}

output "numbers" {
  value = var.numbers
}

output "tags" {
  value = var.tags
}

output "labels" {
  value = var.labels
}
