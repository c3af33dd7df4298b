namespace SvcLint.Cluster.Listening;

/// <summary>A server that is known by the words with which it is called.</summary>
/// <param name="Name">The program, or the words with which it is called; flags may stand between them.</param>
/// <param name="Port">The port when nothing says another; 0 when there is none.</param>
/// <param name="To">What it binds when nothing says it.</param>
/// <param name="Hosts">Flags that name the host, or host and port.</param>
/// <param name="Ports">Flags that name the port.</param>
internal sealed record KnownServer(string Name, int Port, BoundTo To, string Hosts, string Ports)
{
    private const string Every = "--host";

    /// <summary>The first plain word behind the name is host and port, or the port alone.</summary>
    public bool TakesWord { get; init; }

    /// <summary>Only where it replaces the image's entry point, which would tell it more.</summary>
    public bool IsCommand { get; init; }

    /// <summary>What must stand among the words for it to listen at all.</summary>
    public string? Needs { get; init; }

    /// <summary>What the image's name must hold: the entry point puts the program in front of the arguments.</summary>
    public string? Image { get; init; }

    /// <summary>Where it looks for configuration of its own: a volume there may say anything.</summary>
    public string? Folder { get; init; }

    /// <summary>A flag without a value that binds every address.</summary>
    public string? BindsAll { get; init; }

    /// <summary>The first version of the image's tag that binds the loopback address by default; older ones bind every address.</summary>
    public string? LoopbackSince { get; init; }

    /// <summary>People start further servers from it: what else the container listens on is open.</summary>
    public bool StartsOthers { get; init; }

    /// <summary>The program for people.</summary>
    public string Called => Image is null ? Name : $"{Image} {Name}";

    /// <summary>Each server at most once a line; of two that fit, the first counts.</summary>
    public static IReadOnlyList<KnownServer> All { get; } =
    [
        new("uvicorn", 8000, BoundTo.Loopback, "--host", "--port"),
        new("hypercorn", 8000, BoundTo.Loopback, "--bind -b", ""),
        new("gunicorn", 8000, BoundTo.Loopback, "--bind -b", ""),
        new("daphne", 8000, BoundTo.Loopback, "--bind -b", "--port -p"),
        new("granian", 8000, BoundTo.Loopback, "--host", "--port"),
        new("sanic", 8000, BoundTo.Loopback, "--host -H", "--port -p"),
        new("waitress-serve", 8080, BoundTo.Any, "--listen --host", "--port"),
        new("uwsgi", 0, BoundTo.Any, "--http --http-socket --socket -s", ""),
        new("fastapi run", 8000, BoundTo.Any, "--host", "--port"),
        new("fastapi dev", 8000, BoundTo.Loopback, "--host", "--port"),
        new("flask run", 5000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("runserver", 8000, BoundTo.Loopback, "", "") { TakesWord = true },
        new("http.server", 8000, BoundTo.Any, "--bind -b", "") { TakesWord = true },
        new("artisan serve", 8000, BoundTo.Loopback, "--host", "--port"),
        new("php -S", 0, BoundTo.Loopback, "", "") { TakesWord = true },
        new("mkdocs serve", 8000, BoundTo.Loopback, "--dev-addr -a", ""),
        new("jekyll serve", 4000, BoundTo.Loopback, "--host -H", "--port -P"),
        new("hugo server", 1313, BoundTo.Loopback, "--bind", "--port -p"),
        new("streamlit run", 8501, BoundTo.Any, "--server.address", "--server.port"),
        new("tensorboard", 6006, BoundTo.Loopback, "--host", "--port") { BindsAll = "--bind_all" },
        new("vite preview", 4173, BoundTo.Loopback, "--host", "--port") { BindsAll = Every },
        new("vite", 5173, BoundTo.Loopback, "--host", "--port") { BindsAll = Every },
        new("ng serve", 4200, BoundTo.Loopback, "--host", "--port"),
        new("astro dev", 4321, BoundTo.Loopback, "--host", "--port") { BindsAll = Every },
        new("astro preview", 4321, BoundTo.Loopback, "--host", "--port") { BindsAll = Every },
        new("next start", 3000, BoundTo.Any, "--hostname -H", "--port -p"),
        new("gatsby develop", 8000, BoundTo.Loopback, "--host -H", "--port -p"),
        new("gatsby serve", 9000, BoundTo.Loopback, "--host -H", "--port -p"),
        new("docusaurus start", 3000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("docusaurus serve", 3000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("webpack serve", 8080, BoundTo.Loopback, "--host", "--port"),
        new("webpack-dev-server", 8080, BoundTo.Loopback, "--host", "--port"),
        new("http-server", 8080, BoundTo.Any, "-a", "--port -p"),
        new("json-server", 3000, BoundTo.Loopback, "--host -H", "--port -p"),
        new("kubectl proxy", 8001, BoundTo.Loopback, "--address", "--port -p"),
        new("rails server", 3000, BoundTo.Any, "--binding -b", "--port -p"),
        new("rails s", 3000, BoundTo.Any, "--binding -b", "--port -p"),
        new("puma", 0, BoundTo.Any, "--bind -b", "--port -p"),
        new("unicorn", 8080, BoundTo.Any, "--host -o --listen -l", "--port -p"),
        new("thin start", 3000, BoundTo.Any, "--address -a", "--port -p"),
        new("jupyter lab", 8888, BoundTo.Loopback, "--ip --ServerApp.ip", "--port --ServerApp.port") { StartsOthers = true },
        new("jupyter notebook", 8888, BoundTo.Loopback, "--ip --NotebookApp.ip", "--port --NotebookApp.port") { StartsOthers = true },
        new("mongod", 27019, BoundTo.Loopback, "--bind_ip", "--port") { IsCommand = true, BindsAll = "--bind_ip_all", Needs = "--configsvr", LoopbackSince = "3.6" },
        new("mongod", 27018, BoundTo.Loopback, "--bind_ip", "--port") { IsCommand = true, BindsAll = "--bind_ip_all", Needs = "--shardsvr", LoopbackSince = "3.6" },
        new("mongod", 27017, BoundTo.Loopback, "--bind_ip", "--port") { IsCommand = true, BindsAll = "--bind_ip_all", LoopbackSince = "3.6" },
        new("ray start", 6379, BoundTo.Any, "--node-ip-address", "--port"),
        new("mlflow server", 5000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("mlflow ui", 5000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("dagster-webserver", 3000, BoundTo.Loopback, "--host -h", "--port -p"),
        new("prefect server start", 4200, BoundTo.Loopback, "--host", "--port"),
        new("chroma run", 8000, BoundTo.Loopback, "--host", "--port"),
        new("redis-server", 6379, BoundTo.Any, "--bind", "--port"),
        new("memcached", 11211, BoundTo.Any, "--listen -l", "--port -p"),
        new("vault server", 8200, BoundTo.Loopback, "-dev-listen-address --dev-listen-address", "") { IsCommand = true, Needs = "-dev" },
        new("agent", 8500, BoundTo.Loopback, "-client --client", "-http-port --http-port") { Image = "consul", Folder = "/consul/config" },
        new("agent", 4646, BoundTo.Loopback, "-bind --bind", "") { Image = "nomad", Folder = "/nomad/config", Needs = "-dev" },
        new("cloud-sql-proxy", 0, BoundTo.Loopback, "--address -a", "--port -p"),
        new("geth", 8545, BoundTo.Loopback, "--http.addr", "--http.port") { Needs = "--http" },
        new("anvil", 8545, BoundTo.Loopback, "--host", "--port"),
        new("hardhat node", 8545, BoundTo.Loopback, "--hostname", "--port"),
        new("ganache", 8545, BoundTo.Loopback, "--host -h --server.host", "--port -p --server.port"),
    ];
}
