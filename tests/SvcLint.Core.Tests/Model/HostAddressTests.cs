using CsCheck;
using SvcLint.Model;

namespace SvcLint.Core.Tests.Model;

public class HostAddressTests
{
    [Theory]
    // Bare.
    [InlineData("redis", "redis")]
    [InlineData("redis.shop.svc.cluster.local", "redis.shop.svc.cluster.local")]
    [InlineData("redis:6379", "redis:6379")]
    [InlineData("  redis:6379 ", "redis:6379")]
    [InlineData("redis:6379/0", "redis:6379")]
    [InlineData("kafka-0:9092,kafka-1:9092", "kafka-0:9092 kafka-1:9092")]
    [InlineData("10.0.0.1:80", "10.0.0.1:80")]
    // URLs.
    [InlineData("http://web", "web:80?")]
    [InlineData("https://web.shop/path?x=http://y", "web.shop:443?")]
    [InlineData("http://web:8080/a", "web:8080")]
    [InlineData("http://user:p@ss@web:8080", "web:8080")]
    [InlineData("amqp://guest:guest@rabbit:5672/vhost", "rabbit:5672")]
    [InlineData("amqp://rabbit", "rabbit:5672?")]
    [InlineData("redis://:secret@cache", "cache:6379?")]
    [InlineData("mongodb://u:p@m-0.m:27017,m-1.m:27017/db?replicaSet=rs", "m-0.m:27017 m-1.m:27017")]
    [InlineData("mongodb+srv://m.example.com/db", "m.example.com")]
    [InlineData("postgres://u:p@db/app", "db:5432?")]
    [InlineData("http://es-0:9200,http://es-1:9200", "es-0:9200 es-1:9200")]
    [InlineData("[\"http://es:9200\"]", "es:9200")]
    [InlineData("dns:///api.shop:50051", "api.shop:50051")]
    [InlineData("dns://8.8.8.8/api:50051", "api:50051")]
    [InlineData("tcp://redis", "redis")]
    [InlineData("https+http://catalog", "catalog")]
    // jdbc.
    [InlineData("jdbc:postgresql://db:5432/app", "db:5432")]
    [InlineData("jdbc:mysql://a:3306,b:3306/app", "a:3306 b:3306")]
    [InlineData("jdbc:sqlserver://mssql:1433;databaseName=x", "mssql:1433")]
    [InlineData("jdbc:oracle:thin:@ora:1521:ORCL", "ora:1521")]
    [InlineData("jdbc:oracle:thin:@//ora:1521/svc", "ora:1521")]
    // Connection strings.
    [InlineData("Server=db;Port=5432;Database=x", "db:5432")]
    [InlineData("Server=tcp:mssql,1433;Database=x;User Id=sa", "mssql:1433")]
    [InlineData("Data Source=mssql\\sql1;Initial Catalog=x", "mssql")]
    [InlineData("Host=a:5432,b:5433;Username=u", "a:5432 b:5433")]
    [InlineData("host=db port=5432 user=u dbname=x", "db:5432")]
    [InlineData("host=rabbit:5672;username=guest", "rabbit:5672")]
    [InlineData("Endpoint=http://collector:4318;Key=x", "collector:4318")]
    [InlineData("DefaultEndpointsProtocol=http;BlobEndpoint=http://azurite:10000/a;QueueEndpoint=http://azurite:10001/a", "azurite:10000 azurite:10001")]
    [InlineData("cache:6379,abortConnect=false,ssl=True", "cache:6379")]
    [InlineData("cache,password=x", "cache")]
    [InlineData("tcp:mssql,1433", "mssql:1433")]
    [InlineData("u:p@tcp(mysql:3306)/app?parseTime=true", "mysql:3306")]
    // No addresses.
    [InlineData("", "")]
    [InlineData("nginx:1.25", "")]
    [InlineData("library/nginx:1", "")]
    [InlineData("/var/run", "")]
    [InlineData("unix:///var/run/x.sock", "")]
    [InlineData("file:///etc/x", "")]
    [InlineData("http://+:8080", "")]
    [InlineData("http://$(HOST):80", "")]
    [InlineData("http://${HOST}:80", "")]
    [InlineData("web:99999", "")]
    [InlineData("web:http", "")]
    [InlineData(":8080", "")]
    [InlineData("--host=db", "")]
    [InlineData("Hello, big world", "")]
    [InlineData("me@example.com", "")]
    public void Finds_hosts_and_ports(string text, string expected)
    {
        var found = HostAddress.Parse(text);
        Assert.Equal(expected, string.Join(" ", found.Select(a => a.Port is { } port ? $"{a.Host}:{port}{(a.PortSpan is null ? "?" : "")}" : a.Host)));
        foreach (var address in found)
        {
            Assert.Equal(address.Host, text[address.HostSpan.Start..address.HostSpan.End]);
            if (address.PortSpan is { } span)
            {
                Assert.Equal(address.Port.ToString(), text[span.Start..span.End]);
            }
        }
    }

    [Theory]
    [InlineData("redis", AddressForm.Name)]
    [InlineData("redis:6379", AddressForm.HostPort)]
    [InlineData("tcp:mssql,1433", AddressForm.HostPort)]
    [InlineData("http://redis", AddressForm.Url)]
    [InlineData("Host=redis", AddressForm.ConnectionString)]
    public void Says_how_sure_it_is(string text, AddressForm form) => Assert.Equal(form, Assert.Single(HostAddress.Parse(text)).Form);

    [Fact]
    public void Never_throws_and_never_leaves_the_string()
    {
        string[] openings = ["", "jdbc:oracle:thin:", "http://", "Server=tcp:", "dns:///", "u@tcp(", "Host=", "a:1,"];
        var text = Gen.String[Gen.Char["abc019.:/@,;=[]\"' -_\\$(){}%\n"], 0, 60];
        Gen.Select(Gen.Int[0, openings.Length - 1], text, (opening, rest) => openings[opening] + rest).Sample(value =>
        {
            foreach (var address in HostAddress.Parse(value))
            {
                Assert.Equal(address.Host, value[address.HostSpan.Start..address.HostSpan.End]);
            }

            if (ServiceDnsName.TryParse(value, out var name))
            {
                Assert.Equal(name.Name, value[name.NameStart..name.NameEnd]);
            }
        });
    }

    [Theory]
    [InlineData("web", "web", null, false)]
    [InlineData("web.shop", "web", "shop", false)]
    [InlineData("web.shop.svc", "web", "shop", true)]
    [InlineData("web.shop.svc.cluster.local.", "web", "shop", true)]
    [InlineData("db-0.db.shop.svc", "db", "shop", true)]
    [InlineData("_http._tcp.web.shop.svc.cluster.local", "web", "shop", true)]
    public void Service_names(string host, string name, string? ns, bool qualified)
    {
        Assert.True(ServiceDnsName.TryParse(host, out var parsed));
        Assert.Equal((name, ns, qualified), (parsed.Name, parsed.Namespace, parsed.IsQualified));
        Assert.Equal(name, host[parsed.NameStart..parsed.NameEnd]);
    }

    [Fact]
    public void Service_name_keeps_domain_pod_and_port_name()
    {
        Assert.True(ServiceDnsName.TryParse("db-0.db.shop.svc.example.org", out var pod));
        Assert.Equal(("example.org", "db-0"), (pod.Domain, pod.Hostname));
        Assert.True(ServiceDnsName.TryParse("_http._tcp.web.shop.svc", out var srv));
        Assert.Equal("http", srv.PortName);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.1")]
    [InlineData("api.example.com")]
    [InlineData("*.shop.svc")]
    [InlineData("a..b")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b.c.shop.svc")]
    [InlineData("-web")]
    public void No_service_names(string host) => Assert.False(ServiceDnsName.TryParse(host, out _));
}
