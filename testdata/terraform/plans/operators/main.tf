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

output "lists" {
  value = [[1, 2] == [1, 2], [1] == tolist([1]), { a = [1] } == { a = [1] }, toset([1, 2]) == toset([2, 1])]
}

output "decimals" {
  value = [0.1 + 0.2, 0.1 + 0.2 == 0.3, 100 * 1.15, 0.6 / 0.2, format("%.1f", 0.45)]
}
