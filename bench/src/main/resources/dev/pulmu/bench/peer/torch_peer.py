"""PyTorch, eager, on the CPU: nn.Sequential, its optimizers in their fused form where this version has it."""

import peer_process

try:
    import torch
except ModuleNotFoundError:
    peer_process.missing("torch")


class Network:
    version = torch.__version__

    def __init__(self, folder):
        self.task = task = folder.task
        torch.set_num_threads(task["threads"])
        features = torch.frombuffer(folder.bytes("features.u8"), dtype=torch.uint8)
        self.features = features.view(task["rows"], task["inputs"])
        self.labels = torch.frombuffer(folder.bytes("labels.i32"), dtype=torch.int32).long()
        self.order = torch.frombuffer(folder.bytes("order.i32"), dtype=torch.int32).long()
        self.model = torch.nn.Sequential(*self.layers(folder))
        self.optimizer, how = self.make_optimizer(**task["optimizer"])
        self.note = f"eager, {how}, {'' if torch.backends.mkl.is_available() else 'not '}with MKL"
        self.right = 0

    def layers(self, folder):
        values = torch.frombuffer(folder.bytes("weights.f32"), dtype=torch.float32)

        def initial(name):
            at = folder.tensors[name]
            array = values[at["offset"] :][: at["rows"] * at["columns"]]
            return array.view(at["rows"], at["columns"]).t() if name.endswith(".w") else array

        for name, inputs, outputs, hidden in folder.layers():
            normalised = hidden and self.task["batchNorm"]
            dense = torch.nn.Linear(inputs, outputs, bias=not normalised)
            with torch.no_grad():
                dense.weight.copy_(initial(name + ".w"))
                if not normalised:
                    dense.bias.copy_(initial(name + ".b"))
            yield dense
            if normalised:
                momentum = 1 - self.task["batchNormMomentum"]
                norm = torch.nn.BatchNorm1d(outputs, eps=self.task["batchNormEpsilon"], momentum=momentum)
                with torch.no_grad():
                    norm.weight.copy_(initial(name + ".gamma"))
                    norm.bias.copy_(initial(name + ".beta"))
                yield norm
            if hidden:
                yield torch.nn.ReLU(inplace=True)

    def make_optimizer(self, name, rate, beta1=None, beta2=None, epsilon=None):
        """The optimizer, and of which kind it is."""
        if name == "sgd":
            make, settings = torch.optim.SGD, {"lr": rate}
        elif name == "adam":
            make, settings = torch.optim.Adam, {"lr": rate, "betas": (beta1, beta2), "eps": epsilon}
        else:
            raise ValueError(f"unknown optimizer '{name}'; known: adam, sgd")
        try:
            return make(self.model.parameters(), fused=True, **settings), "fused optimizer"
        except (RuntimeError, TypeError):  # versions that have no fused one, or have it for GPUs only
            return make(self.model.parameters(), **settings), "optimizer not fused"

    def step(self, number):
        task = self.task
        rows = self.order.narrow(0, number % task["stepsPerEpoch"] * task["batch"], task["batch"])
        x = self.features.index_select(0, rows).float().mul_(task["scale"])
        if task["shift"]:
            x.add_(task["shift"])
        y = self.labels.index_select(0, rows)
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.model(x)
        loss = torch.nn.functional.cross_entropy(logits, y)
        loss.backward()
        self.optimizer.step()
        self.right += (logits.argmax(1) == y).sum().item()
        return loss.item()


peer_process.main("PyTorch", Network)
