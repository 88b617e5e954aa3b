"""Restricted maximum likelihood as in a textbook: whole covariances of sessions, and SciPy's minimiser.

Slow and obvious on purpose. Source: Patterson and Thompson (1971), Biometrika 58:545.
"""

import numpy as np
from scipy import linalg, optimize


class Dense:
    """n sessions: y (n,), x (n, k), slopes (n, s); one indicator matrix for each kind of effect."""

    def __init__(self, client, provider, y, x, slopes=None):
        pair = np.unique(client * (provider.max() + 1) + provider, return_inverse=True)[1]
        self.y, self.x = y, x
        self.client, self.provider, self.pair = (_indicators(code) for code in (client, provider, pair))
        self.slopes = [] if slopes is None else [self.provider * column[:, None] for column in slopes.T]
        products = [each @ each.T for each in (self.client, self.provider)]
        products += [sum((each @ each.T for each in self.slopes), np.zeros((len(y), len(y))))]
        self.products = [*products, self.pair @ self.pair.T, np.eye(len(y))]
        self.loads = np.hstack([self.client, self.provider, *self.slopes, self.pair])
        self.effects = self.loads.shape[1]

    def covariance(self, variances):
        return sum(v * product for v, product in zip(variances, self.products, strict=True))

    def minus_log_likelihood(self, variances):
        factor = linalg.cho_factor(self.covariance(variances), lower=True)
        inner = self.x.T @ linalg.cho_solve(factor, self.x)
        beta = np.linalg.solve(inner, self.x.T @ linalg.cho_solve(factor, self.y))
        left = self.y - self.x @ beta
        whole = 2 * np.sum(np.log(np.diag(factor[0]))) + np.linalg.slogdet(inner)[1]
        return 0.5 * (whole + left @ linalg.cho_solve(factor, left))

    def fit(self):
        """Variances of client, provider, slope, pair, noise; slope is 0 without slopes."""
        free = [0, 1, 2, 3, 4] if self.slopes else [0, 1, 3, 4]

        def objective(logs):
            variances = np.zeros(5)
            variances[free] = np.exp(logs)
            return self.minus_log_likelihood(variances)

        start = np.full(len(free), np.log(self.y.var() / len(free)))
        found = optimize.minimize(objective, start, method="L-BFGS-B", options={"ftol": 1e-13, "gtol": 1e-7})
        variances = np.zeros(5)
        variances[free] = np.exp(found.x)
        return variances

    def predict(self, variances, x, loads):
        """Mean and variance of x·β + loads·effects: effects stacked as client, provider, slopes, pair.

        `x` (k,), `loads` (effects,).
        """
        sizes = [self.client.shape[1], self.provider.shape[1]]
        prior = np.concatenate(
            [np.full(sizes[0], variances[0]), np.full(sizes[1], variances[1])]
            + [np.full(sizes[1], variances[2]) for _ in self.slopes]
            + [np.full(self.pair.shape[1], variances[3])]
        )
        inverse = np.linalg.inv(self.covariance(variances))
        beta_cov = np.linalg.inv(self.x.T @ inverse @ self.x)
        beta = beta_cov @ self.x.T @ inverse @ self.y
        gain = (prior * loads) @ self.loads.T @ inverse
        mean = x @ beta + gain @ (self.y - self.x @ beta)
        lever = x - gain @ self.x
        variance = loads @ (prior * loads) - gain @ self.loads @ (prior * loads)
        return mean, variance + lever @ beta_cov @ lever


def _indicators(code):
    return np.eye(code.max() + 1)[code]
