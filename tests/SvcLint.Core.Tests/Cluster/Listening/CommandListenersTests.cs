using SvcLint.Cluster.Listening;
using SvcLint.Rules;
using SvcLint.Text;

namespace SvcLint.Core.Tests.Cluster.Listening;

/// <summary>Where a container listens, by what its command, variables and files say.</summary>
public sealed class CommandListenersTests
{
    [Theory]
    // Servers that are known by name.
    [InlineData("command: [flask, --app, cart, run]", "5000 Loopback")]
    [InlineData("command: [python, -m, flask, --app=cart, run, --host=0.0.0.0, -p, '8000']", "8000 IPv4")]
    [InlineData("command: [flask, --app, cart, shell]", "")]
    [InlineData("command: [npx, vite, preview]", "4173 Loopback")]
    [InlineData("command: [npx, vite, preview, --port, '80', --host]", "")]
    [InlineData("command: [bundle, exec, puma, -b, 'tcp://127.0.0.1:3000']", "3000 Loopback")]
    [InlineData("command: [bundle, exec, puma]", "")]
    [InlineData("command: [uwsgi, --http, '127.0.0.1:8080', --module, app]", "8080 Loopback")]
    [InlineData("command: [uwsgi, --ini, /etc/uwsgi.ini]", "")]
    [InlineData("command: [php, -S, 'localhost:8000', -t, public]", "8000 Loopback")]
    [InlineData("command: [vault, server, -dev]", "8200 Loopback")]
    [InlineData("command: [vault, server, -dev, '-dev-listen-address=0.0.0.0:8200']", "8200 IPv4")]
    [InlineData("command: [geth, --http, --http.addr, 0.0.0.0, --http.port=8546]", "8546 IPv4")]
    [InlineData("command: [geth, --syncmode, snap]", "")]
    // The JVM and the frameworks on it.
    [InlineData("command: [java, -Dserver.port=8081, -jar, /app.jar]", "8081 Any")]
    [InlineData("command: [java, -jar, /app.jar, --server.port=8082, --server.address=127.0.0.1]", "8082 Loopback")]
    [InlineData("command: [java, -Dserver.port=8081, -jar, /app.jar, --server.port=8082]", "8082 Any")]
    [InlineData("env: [{name: JAVA_TOOL_OPTIONS, value: '-Xmx1g -Dserver.port=9090'}]", "9090 Any")]
    [InlineData("env: [{name: SERVER_PORT, value: '9091'}, {name: MANAGEMENT_SERVER_PORT, value: '9092'}]", "9091 Any, 9092 Any")]
    [InlineData("command: [java, '-Dserver.port=$PORT', -jar, /app.jar]", "")]
    // .NET without its sources.
    [InlineData("command: [dotnet, api.dll, --urls, 'http://localhost:8080']", "8080 Loopback")]
    [InlineData("args: ['--urls=http://*:5000;https://*:5001']", "5000 Any, 5001 Any")]
    // What a shell's command line sets counts before the variables of the container.
    [InlineData("command: [sh, -c, 'PORT=8081 npm start']\n      env: [{name: PORT, value: '9'}]", "8081 Any")]
    [InlineData("command: [sh, -c, 'export PORT=\"8081\" && exec node app.js']", "8081 Any")]
    [InlineData("command: [env, PORT=8081, node, app.js]", "8081 Any")]
    [InlineData("command: [sh, -c, 'PORT=$((8080 + 1)) npm start']", "")]
    [InlineData("command: [sh, -c, 'echo PORT=8081; node app.js']", "")]
    [InlineData("command: [sh, -c, 'java $JAVA_OPTS -Dserver.port=8081 -jar /app.jar']", "8081 Any")]
    // Flags that serve one purpose.
    [InlineData("args: ['--health-probe-bind-address=:9090', '--metrics-bind-address=127.0.0.1:8443', --webhook-port=9444]", "9090 Any, 8443 Loopback, 9444 Any")]
    [InlineData("args: ['--metrics-bind-address=0']", "")]
    public void What_a_container_is_told_says_where_it_listens(string fields, string expected) => Assert.Equal(expected, Listeners("ghcr.io/example/app:1.0", fields));

    [Theory]
    [InlineData("hashicorp/consul:1.19", "args: [agent, -dev]", "8500 Loopback")]
    [InlineData("hashicorp/consul:1.19", "args: [agent, -dev, -client=0.0.0.0]", "8500 IPv4")]
    [InlineData("hashicorp/nomad:1.8", "args: [agent, -dev]", "4646 Loopback")]
    [InlineData("eclipse-mosquitto:2.0", "", "1883 Loopback")]
    [InlineData("eclipse-mosquitto:1.6", "", "1883 Any")]
    [InlineData("eclipse-mosquitto", "", "1883 Any")]
    [InlineData("influxdb:3-core", "", "8181 Any, 8088 Any")]
    [InlineData("influxdb:2.7", "", "8086 Any, 8088 Any")]
    public void An_image_listens_by_its_tag(string image, string fields, string expected) => Assert.Equal(expected, Listeners(image, fields));

    [Theory]
    [InlineData("mosquitto.conf", "listener 1883 127.0.0.1\nallow_anonymous true\n", "eclipse-mosquitto:2", "/mosquitto/config", "1883 Loopback")]
    [InlineData("mosquitto.conf", "listener 1883\nlistener 9001\nprotocol websockets\n", "eclipse-mosquitto:2", "/mosquitto/config", "1883 Any, 9001 Any")]
    [InlineData("mosquitto.conf", "allow_anonymous true\npersistence false\n", "eclipse-mosquitto:2", "/mosquitto/config", "1883 Loopback")]
    [InlineData("config.yaml", "listen: localhost:9251\ndivisor: 10\n", "ghcr.io/example/app:1", "/etc/app", "9251 Loopback")]
    [InlineData("config.yaml", "upstream:\n  address: localhost:9251\n", "ghcr.io/example/app:1", "/etc/app", "")]
    [InlineData("www.conf", "[www]\nlisten = 127.0.0.1:9000\npm = static\n", "php:8-fpm", "/usr/local/etc/php-fpm.d", "9000 Loopback")]
    [InlineData("application.properties", "server.port=8081\nmanagement.server.port=8082\n", "ghcr.io/example/app:1", "/config", "8081 Any, 8082 Any")]
    public void A_file_that_is_mounted_says_where(string name, string text, string image, string path, string expected)
    {
        var map = $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: files}}\ndata:\n  {name}: |\n{string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"    {l}\n"))}---\n";
        Assert.Equal(expected, Listeners(image, $"volumeMounts: [{{name: files, mountPath: {path}}}]", map));
    }

    private static string Listeners(string image, string fields, string before = "")
    {
        var text = before + $"apiVersion: v1\nkind: Pod\nmetadata: {{name: app}}\nspec:\n  volumes: [{{name: files, configMap: {{name: files}}}}]\n  containers:\n    - name: app\n      image: {image}\n      {fields}\n";
        var unit = Assert.Single(Linter.Understand([Linter.Parse(new SourceText("a.yaml", text))], new LintOptions()).Units);
        var workload = Assert.Single(unit.Workloads);
        return string.Join(", ", ContainerListeners.Of(workload.ServingContainers().Single(), workload, unit).Listeners.Select(l => $"{l.Port} {l.To}"));
    }
}
