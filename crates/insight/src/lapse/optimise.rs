//! A small quasi-Newton minimiser for a handful of parameters. It draws nothing at random and reads no clock.
//!
//! Broyden-Fletcher-Goldfarb-Shanno with a weak-Wolfe bisection line search (Nocedal & Wright 2006, algorithm 6.1). A
//! library was weighed: `argmin` brings a matrix library for what is four numbers here.

/// A value and its gradient.
pub(crate) type Valued<const N: usize> = (f64, [f64; N]);

/// Where the search ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minimum<const N: usize> {
    pub(crate) at: [f64; N],
    /// The gradient became as small as rounding allows.
    pub(crate) converged: bool,
    pub(crate) steps: u32,
}

/// Minimises `f` from `start`. A value that is not finite is treated as a wall.
pub(crate) fn minimise<const N: usize>(f: impl Fn(&[f64; N]) -> Valued<N>, start: [f64; N]) -> Minimum<N> {
    let (mut at, (mut value, mut gradient)) = (start, f(&start));
    let mut inverse = scaled_identity::<N>(1.0 / length(&gradient).max(1.0));
    let mut steps = 0;
    while steps < 200 {
        if is_flat(value, &gradient) {
            return Minimum { at, converged: true, steps };
        }
        let mut direction = negated(&product(&inverse, &gradient));
        if dot(&direction, &gradient) >= 0.0 {
            inverse = scaled_identity(1.0 / length(&gradient).max(1.0));
            direction = negated(&product(&inverse, &gradient));
        }
        limit(&mut direction);
        let Some((next, (next_value, next_gradient))) = search(&f, &at, value, &gradient, &direction) else {
            return Minimum { at, converged: is_nearly_flat(value, &gradient), steps };
        };
        let moved = minus(&next, &at);
        let turned = minus(&next_gradient, &gradient);
        if steps == 0 {
            inverse = scaled_identity((dot(&moved, &turned) / dot(&turned, &turned)).max(1e-12));
        }
        update(&mut inverse, &moved, &turned);
        let gain = value - next_value;
        (at, value, gradient) = (next, next_value, next_gradient);
        steps += 1;
        if gain <= 1e-15 * value.abs() && is_nearly_flat(value, &gradient) {
            return Minimum { at, converged: true, steps };
        }
    }
    Minimum { at, converged: is_nearly_flat(value, &gradient), steps }
}

/// The matrix of second derivatives at a point, by central differences of the analytic gradient, made symmetric.
pub(super) fn hessian<const N: usize>(f: impl Fn(&[f64; N]) -> Valued<N>, at: &[f64; N]) -> [[f64; N]; N] {
    let step = 1e-4;
    let mut rows = [[0.0; N]; N];
    for (i, row) in rows.iter_mut().enumerate() {
        let (mut up, mut down) = (*at, *at);
        up[i] += step;
        down[i] -= step;
        let (high, low) = (f(&up).1, f(&down).1);
        for j in 0..N {
            row[j] = (high[j] - low[j]) / (2.0 * step);
        }
    }
    let mut symmetric = rows;
    for i in 0..N {
        for j in 0..N {
            symmetric[i][j] = 0.5 * (rows[i][j] + rows[j][i]);
        }
    }
    symmetric
}

/// The diagonal of the inverse of a symmetric matrix, `None` unless it is positive definite (Cholesky).
pub(super) fn inverse_diagonal<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[f64; N]> {
    let mut lower = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let rest = matrix[i][j] - known;
            if i == j {
                if !(rest > 0.0 && rest.is_finite()) {
                    return None;
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    let mut diagonal = [0.0; N];
    for (column, entry) in diagonal.iter_mut().enumerate() {
        let mut solved = [0.0; N];
        for i in column..N {
            let known: f64 = (column..i).map(|k| lower[i][k] * solved[k]).sum();
            let unit = if i == column { 1.0 } else { 0.0 };
            solved[i] = (unit - known) / lower[i][i];
        }
        *entry = dot(&solved, &solved);
    }
    Some(diagonal)
}

/// A point where both Wolfe conditions hold, or the best one found; `None` when no step lowers the value.
fn search<const N: usize>(
    f: &impl Fn(&[f64; N]) -> Valued<N>,
    at: &[f64; N],
    value: f64,
    gradient: &[f64; N],
    direction: &[f64; N],
) -> Option<([f64; N], Valued<N>)> {
    let slope = dot(direction, gradient);
    let (mut low, mut high, mut length) = (0.0, f64::INFINITY, 1.0);
    let mut best: Option<([f64; N], Valued<N>)> = None;
    for _ in 0..40 {
        let mut next = *at;
        for i in 0..N {
            next[i] += length * direction[i];
        }
        let found = f(&next);
        if !found.0.is_finite() || found.0 > value + 1e-4 * length * slope {
            high = length;
        } else {
            if best.is_none_or(|(_, (known, _))| found.0 < known) {
                best = Some((next, found));
            }
            if dot(&found.1, direction) >= 0.9 * slope {
                return Some((next, found));
            }
            low = length;
        }
        length = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * low };
    }
    best
}

/// The BFGS update of the inverse; left out when the curvature is not positive.
fn update<const N: usize>(inverse: &mut [[f64; N]; N], moved: &[f64; N], turned: &[f64; N]) {
    let curvature = dot(moved, turned);
    if curvature <= 1e-300 {
        return;
    }
    let towards = product(inverse, turned);
    let factor = (1.0 + dot(turned, &towards) / curvature) / curvature;
    for i in 0..N {
        for j in 0..N {
            inverse[i][j] +=
                factor * moved[i] * moved[j] - (towards[i] * moved[j] + moved[i] * towards[j]) / curvature;
        }
    }
}

/// No parameter (a logarithm) moves by more than a factor of e^2 at once.
fn limit<const N: usize>(direction: &mut [f64; N]) {
    let widest = direction.iter().fold(0.0_f64, |widest, d| widest.max(d.abs()));
    if widest > 2.0 {
        direction.iter_mut().for_each(|d| *d *= 2.0 / widest);
    }
}

fn is_flat<const N: usize>(value: f64, gradient: &[f64; N]) -> bool {
    length(gradient) <= 1e-9 * value.abs().max(1.0)
}

fn is_nearly_flat<const N: usize>(value: f64, gradient: &[f64; N]) -> bool {
    length(gradient) <= 1e-6 * value.abs().max(1.0)
}

fn scaled_identity<const N: usize>(scale: f64) -> [[f64; N]; N] {
    let mut matrix = [[0.0; N]; N];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] = scale;
    }
    matrix
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn length<const N: usize>(a: &[f64; N]) -> f64 {
    dot(a, a).sqrt()
}

fn product<const N: usize>(matrix: &[[f64; N]; N], a: &[f64; N]) -> [f64; N] {
    matrix.map(|row| dot(&row, a))
}

fn negated<const N: usize>(a: &[f64; N]) -> [f64; N] {
    a.map(|a| -a)
}

fn minus<const N: usize>(a: &[f64; N], b: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| a[i] - b[i])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rosenbrock 1960: a curved valley whose minimum is at (1, 1).
    fn rosenbrock(p: &[f64; 2]) -> Valued<2> {
        let [x, y] = *p;
        let bend = y - x * x;
        ((1.0 - x).powi(2) + 100.0 * bend * bend, [-2.0 * (1.0 - x) - 400.0 * x * bend, 200.0 * bend])
    }

    #[test]
    fn finds_the_end_of_a_curved_valley() {
        let found = minimise(rosenbrock, [-1.2, 1.0]);
        assert!(found.converged && (found.at[0] - 1.0).abs() < 1e-6 && (found.at[1] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn inverse_of_a_known_matrix() {
        // The inverse of [[4, 2], [2, 3]] is [[3, -2], [-2, 4]] / 8.
        let diagonal = inverse_diagonal(&[[4.0, 2.0], [2.0, 3.0]]).unwrap();
        assert!((diagonal[0] - 0.375).abs() < 1e-12 && (diagonal[1] - 0.5).abs() < 1e-12);
        assert!(inverse_diagonal(&[[1.0, 2.0], [2.0, 1.0]]).is_none());
        let second = hessian(rosenbrock, &[1.0, 1.0]);
        assert!((second[0][0] - 802.0).abs() < 1e-3 && (second[0][1] + 400.0).abs() < 1e-3);
    }
}
