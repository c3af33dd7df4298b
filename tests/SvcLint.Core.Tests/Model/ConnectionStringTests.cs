using SvcLint.Model;

namespace SvcLint.Core.Tests.Model;

/// <summary>Connection strings of the clients that people use most: the right hosts and ports, and no text that makes the reader fail.</summary>
public sealed class ConnectionStringTests
{
    [Theory]
    // ADO.NET
    [InlineData("Server=db;Port=5432;Database=shop;User Id=app;Password=a@b:c;d", "db:5432")]
    [InlineData("Host=db.shop.svc;Port=5433;Username=app;Password=\"x;Host=y\"", "db.shop.svc:5433")]
    [InlineData("Host=db1:5433,db2;Port=5432;Load Balance Hosts=true", "db1:5433 db2:5432")]
    [InlineData("Data Source=tcp:sql,1444;Initial Catalog=shop", "sql:1444")]
    [InlineData("server = sql.shop.svc.cluster.local , 1433 ; database = shop", "sql.shop.svc.cluster.local:1433")]
    [InlineData("Endpoint=sb://bus.example.com/;SharedAccessKeyName=x;SharedAccessKey=a=b", "bus.example.com")]
    // URLs with user information
    [InlineData("postgres://app:p%40ss@db:5433/shop?sslmode=disable", "db:5433")]
    [InlineData("postgresql://app:p@ss:w0rd@db:5433/shop", "db:5433")]
    [InlineData("postgresql://a:1,b:2/shop", "a:1 b:2")]
    [InlineData("amqp://guest:guest@mq:5673/%2F", "mq:5673")]
    [InlineData("amqps://mq", "mq:5671")]
    [InlineData("mongodb://root:a@m-0.m:27017,m-1.m:27018/?replicaSet=rs0", "m-0.m:27017 m-1.m:27018")]
    [InlineData("mongodb+srv://app:x@cluster.example.com/shop", "cluster.example.com")]
    [InlineData("redis://:secret@cache:6380/0", "cache:6380")]
    [InlineData("rediss://cache", "cache:6379")]
    // Redis of StackExchange
    [InlineData("cache:6379,password=a:b,ssl=False,abortConnect=false", "cache:6379")]
    [InlineData("cache-0:6379,cache-1:6380,serviceName=mymaster", "cache-0:6379 cache-1:6380")]
    // JDBC
    [InlineData("jdbc:postgresql://db:5433/shop?user=a&password=b@c", "db:5433")]
    [InlineData("jdbc:mysql://a:3307,b:3308/shop", "a:3307 b:3308")]
    [InlineData("jdbc:sqlserver://sql:1444;databaseName=shop;encrypt=true", "sql:1444")]
    [InlineData("jdbc:oracle:thin:@ora:1522:XE", "ora:1522")]
    [InlineData("jdbc:oracle:thin:@//ora:1522/XE", "ora:1522")]
    // Go
    [InlineData("app:p@ss@tcp(db:3307)/shop?parseTime=true", "db:3307")]
    [InlineData("host=db port=5433 user=app password=x dbname=shop", "db:5433")]
    // Lists
    [InlineData("kafka-0.kafka:9092,kafka-1.kafka:9093", "kafka-0.kafka:9092 kafka-1.kafka:9093")]
    [InlineData("SASL_SSL://kafka:9093", "kafka:9093")]
    [InlineData("nats://a:4222,nats://b:4223", "a:4222 b:4223")]
    // Addresses by number are no names.
    [InlineData("http://[fd00::1]:8080/x", "")]
    public void A_connection_string_names_its_hosts(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', HostAddress.Parse(text).Select(a => a.Port is { } port ? $"{a.Host.Trim('[', ']')}:{port}" : a.Host)));

    [Fact]
    public void No_connection_string_makes_the_reader_fail_or_point_outside()
    {
        string[] seeds =
        [
            "Server=db;Port=5432;Password='a;b'", "Data Source=tcp:sql,1444;x", "postgres://u:p@[::1]:5432,b:1/x?y=z#k", "mongodb+srv://u:p@a.b/c", "cache:6379,ssl=true,cache-1", "jdbc:oracle:thin:@//ora:1522/XE",
            "u:p@tcp([::1]:3306)/db", "host=db port=5433", "nats://a:4222,nats://b", "SASL_SSL://k:9093,PLAINTEXT://l", "jdbc:sqlserver://s\\i:1;a=b",
        ];
        const string Letters = ":;,@/\\[]()=?#%&'\"$({}) \t\n0a9é\0.-_+";
        var random = new Random(20261129);
        for (var round = 0; round < 40000; round++)
        {
            var text = seeds[round % seeds.Length].ToCharArray().ToList();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(text.Count + 1);
                if (random.Next(2) == 0 || at == text.Count)
                {
                    text.Insert(at, Letters[random.Next(Letters.Length)]);
                }
                else
                {
                    text.RemoveAt(at);
                }
            }

            var written = string.Concat(text);
            foreach (var address in HostAddress.Parse(written))
            {
                Assert.Equal(address.Host, written.Substring(address.HostSpan.Start, address.HostSpan.End - address.HostSpan.Start).Trim('[', ']'), ignoreCase: true);
                Assert.True(address.PortSpan is not { } span || int.Parse(written.AsSpan(span.Start, span.End - span.Start), System.Globalization.CultureInfo.InvariantCulture) == address.Port, written);
            }
        }
    }
}
