package relevance

import "math"

// Rank is the place of the first of the expected pages, from 1; 0: none is found.
func Rank(found []string, expected []Judgement) int {
	for i, path := range found {
		if gain(path, expected) > 0 {
			return i + 1
		}
	}
	return 0
}

// MRR is the mean of one divided by the rank, which is 0 where nothing is found.
func MRR(ranks []int) float64 {
	sum := 0.0
	for _, rank := range ranks {
		if rank > 0 {
			sum += 1 / float64(rank)
		}
	}
	return mean(sum, len(ranks))
}

// Within is the share of the ranks that are at most so far down.
func Within(ranks []int, most int) float64 {
	n := 0
	for _, rank := range ranks {
		if rank > 0 && rank <= most {
			n++
		}
	}
	return mean(float64(n), len(ranks))
}

// NDCG is the normalised discounted cumulative gain of the first k pages found:
// 1 when the best judged pages come first, in the order of their grades. A page
// gains 2^grade - 1, divided by the logarithm to base 2 of its place plus one. A
// page that comes twice gains once.
func NDCG(found []string, judged []Judgement, k int) float64 {
	var grades []int
	for _, j := range judged {
		grades = append(grades, j.Grade)
	}
	ideal := dcg(sortedDown(grades), k)
	if ideal == 0 {
		return 0
	}
	grades = nil
	seen := map[string]bool{}
	for _, path := range found {
		grade := 0
		if !seen[path] {
			grade = gain(path, judged)
		}
		seen[path] = true
		grades = append(grades, grade)
	}
	return dcg(grades, k) / ideal
}

func dcg(grades []int, k int) float64 {
	sum := 0.0
	for i, grade := range grades[:min(k, len(grades))] {
		sum += (math.Exp2(float64(grade)) - 1) / math.Log2(float64(i+2))
	}
	return sum
}

// gain is the grade of a page; 0: it is not judged.
func gain(path string, judged []Judgement) int {
	for _, j := range judged {
		if j.Path == path {
			return j.Grade
		}
	}
	return 0
}

func mean(sum float64, n int) float64 {
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
