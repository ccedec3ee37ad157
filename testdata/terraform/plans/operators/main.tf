output "numbers" {
  value = [1 + 2 * 3, 7 % 3, 7 / 2, -5, 0.5 + 0.25]
}

output "comparisons" {
  value = [1 < 2, "a" == "a", "1" == 1, 1 == 1.0, null == null, [1][0] == 1]
}

output "logic" {
  value = [true && false, true || false, !true]
}

output "precedence" {
  value = 1 + 1 == 2 && !(2 > 3) ? "yes" : "no"
}
