"""NumPy in the manner of the book 'Deep Learning from Scratch': layers with forward and backward, and its optimizers.

Everything is float32. Memory that a layer or an optimizer needs anew at each step is written in place where that is
plain to read.
"""

import peer_process

try:
    import numpy as np
except ModuleNotFoundError:
    peer_process.missing("numpy")


class Affine:
    def __init__(self, w, b=None):
        self.params = [w] if b is None else [w, b]
        self.grads = [np.empty_like(param) for param in self.params]

    def forward(self, x):
        self.x = x
        y = x @ self.params[0]
        if len(self.params) == 2:
            y += self.params[1]
        return y

    def backward(self, dout):
        np.matmul(self.x.T, dout, out=self.grads[0])
        if len(self.params) == 2:
            np.sum(dout, axis=0, out=self.grads[1])
        return dout @ self.params[0].T


class FirstAffine(Affine):
    """Nobody asks for the gradient of the images."""

    def backward(self, dout):
        np.matmul(self.x.T, dout, out=self.grads[0])
        if len(self.params) == 2:
            np.sum(dout, axis=0, out=self.grads[1])


class Relu:
    params = grads = ()

    def forward(self, x):
        self.out = np.maximum(x, 0, out=x)
        return self.out

    def backward(self, dout):
        dout *= self.out > 0
        return dout


class BatchNormalization:
    def __init__(self, gamma, beta, momentum, epsilon):
        self.params = [gamma, beta]
        self.grads = [np.empty_like(gamma), np.empty_like(beta)]
        self.momentum = momentum
        self.epsilon = epsilon
        self.running_mean = np.zeros_like(gamma)
        self.running_var = np.ones_like(gamma)

    def forward(self, x):
        mu = x.mean(axis=0)
        xc = x - mu
        var = np.mean(xc**2, axis=0)
        self.std = np.sqrt(var + self.epsilon)
        self.xn = np.divide(xc, self.std, out=xc)
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        return self.params[0] * self.xn + self.params[1]

    def backward(self, dout):
        dgamma = np.sum(self.xn * dout, axis=0, out=self.grads[0])
        dbeta = np.sum(dout, axis=0, out=self.grads[1])
        dout -= (self.xn * dgamma + dbeta) / len(dout)
        dout *= self.params[0] / self.std
        return dout


class SoftmaxWithLoss:
    def forward(self, x, t):
        self.t = t
        self.rows = np.arange(len(t))
        y = np.exp(x - x.max(axis=1, keepdims=True))
        y /= y.sum(axis=1, keepdims=True)
        self.y = y
        return -np.mean(np.log(y[self.rows, t]))

    def backward(self):
        dx = self.y
        dx[self.rows, self.t] -= 1
        dx /= len(self.t)
        return dx


class SGD:
    def __init__(self, rate):
        self.rate = rate

    def update(self, params, grads):
        for param, grad in zip(params, grads):
            param -= self.rate * grad


class Adam:
    """The book's, but epsilon is where the paper and PyTorch have it: beside the corrected root."""

    def __init__(self, params, rate, beta1, beta2, epsilon):
        self.rate = rate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.iter = 0
        self.m = [np.zeros_like(param) for param in params]
        self.v = [np.zeros_like(param) for param in params]

    def update(self, params, grads):
        self.iter += 1
        root = (1 - self.beta2**self.iter) ** 0.5
        rate = self.rate * root / (1 - self.beta1**self.iter)
        for param, grad, m, v in zip(params, grads, self.m, self.v):
            m += (1 - self.beta1) * (grad - m)
            v += (1 - self.beta2) * (grad**2 - v)
            param -= rate * m / (np.sqrt(v) + self.epsilon * root)


class Network:
    version = np.__version__
    note = "layers of 'Deep Learning from Scratch', float32"

    def __init__(self, folder):
        self.task = task = folder.task
        self.features = np.frombuffer(folder.bytes("features.u8"), np.uint8).reshape(task["rows"], task["inputs"])
        self.labels = np.frombuffer(folder.bytes("labels.i32"), "<i4").astype(np.intp)
        self.order = np.frombuffer(folder.bytes("order.i32"), "<i4").astype(np.intp)
        self.right = 0
        self.layers = self.build(folder)
        self.loss = SoftmaxWithLoss()
        self.params = [param for layer in self.layers for param in layer.params]
        self.grads = [grad for layer in self.layers for grad in layer.grads]
        self.optimizer = self.make_optimizer(**task["optimizer"])

    def build(self, folder):
        values = np.frombuffer(folder.bytes("weights.f32"), "<f4")

        def initial(name):
            at = folder.tensors[name]
            array = values[at["offset"] :][: at["rows"] * at["columns"]].astype(np.float32)
            return array.reshape(at["rows"], at["columns"]) if name.endswith(".w") else array

        layers = []
        for name, _, _, hidden in folder.layers():
            normalised = hidden and self.task["batchNorm"]
            affine = Affine if layers else FirstAffine
            layers.append(affine(initial(name + ".w"), None if normalised else initial(name + ".b")))
            if normalised:
                momentum, epsilon = self.task["batchNormMomentum"], self.task["batchNormEpsilon"]
                layers.append(BatchNormalization(initial(name + ".gamma"), initial(name + ".beta"), momentum, epsilon))
            if hidden:
                layers.append(Relu())
        return layers

    def make_optimizer(self, name, rate, beta1=None, beta2=None, epsilon=None):
        if name == "sgd":
            return SGD(rate)
        if name == "adam":
            return Adam(self.params, rate, beta1, beta2, epsilon)
        raise ValueError(f"unknown optimizer '{name}'; known: adam, sgd")

    def step(self, number):
        task = self.task
        at = number % task["stepsPerEpoch"] * task["batch"]
        rows = self.order[at : at + task["batch"]]
        x = self.features[rows].astype(np.float32)
        x *= task["scale"]
        if task["shift"]:
            x += task["shift"]
        t = self.labels[rows]
        for layer in self.layers:
            x = layer.forward(x)
        loss = self.loss.forward(x, t)
        self.right += np.count_nonzero(x.argmax(axis=1) == t)
        dout = self.loss.backward()
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        self.optimizer.update(self.params, self.grads)
        return loss


peer_process.main("NumPy", Network)
