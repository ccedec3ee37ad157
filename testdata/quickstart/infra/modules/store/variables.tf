variable "name" {
  type = string
}

variable "visibility" {
  description = "Canned access list of the bucket"
  type        = string
}

variable "versioned" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}
