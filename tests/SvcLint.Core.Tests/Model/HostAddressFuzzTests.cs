using SvcLint.Core.Tests.Fuzz;
using SvcLint.Model;

namespace SvcLint.Core.Tests.Model;

/// <summary>Mutated connection strings, URLs and lists, with fixed seeds: no exception, and every part stands where it says.</summary>
public sealed class HostAddressFuzzTests
{
    private static readonly string[] Seeds =
    [
        "Server=tcp:sql.shop,1433;Database=orders;User Id=sa;Password='a;b=c'",
        "Host=db.shop.svc;Port=5432;Username=app;Include Error Detail=true",
        "jdbc:postgresql://db-0.db:5432,db-1.db:5433/orders?ssl=true",
        "jdbc:sqlserver://sql:1433;databaseName=orders",
        "mongodb://u:p%40ss@m-0.m.shop:27017,m-1.m.shop:27018/orders?replicaSet=rs0",
        "redis://:secret@[fd00::1]:6379/0",
        "cache-0.cache:6379,cache-1.cache:6380,password=x,ssl=False,abortConnect=false",
        "amqp://guest:guest@mq.shop.svc.cluster.local:5672/%2f",
        "user:pass@tcp(db:3306)/orders?parseTime=true",
        "DataSource=oracle:1521/orders;Pooling=true",
        "PLAINTEXT://kafka-0.kafka:9092,SSL://kafka-1.kafka:9093",
        "dnssrv+_http._tcp.store.shop.svc",
        "_admin._tcp.api",
        "https+http://_admin.basket",
    ];

    private const string Letters = ";=,:/@[]()'\"%?&+_.-$ {}\\\0é0aZ9";

    [Fact]
    public void No_text_makes_the_parser_fail_or_point_outside()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 20_000; round++)
        {
            var text = Mutation.Of(Seeds[round % Seeds.Length], Letters, random);
            foreach (var address in HostAddress.Parse(text))
            {
                Assert.InRange(address.HostSpan.Start, 0, text.Length);
                Assert.InRange(address.HostSpan.End, address.HostSpan.Start + 1, text.Length);
                Assert.Equal(address.Host, text[address.HostSpan.Start..address.HostSpan.End], ignoreCase: true);
                if (address.PortSpan is { } span)
                {
                    Assert.InRange(span.End, span.Start + 1, text.Length);
                    Assert.Equal(address.Port, int.Parse(text[span.Start..span.End], System.Globalization.CultureInfo.InvariantCulture));
                }
            }
        }
    }

    [Fact]
    public void Each_seed_has_the_hosts_that_people_see_in_it()
    {
        var found = Seeds.SelectMany(HostAddress.Parse).Select(a => a.Host).ToHashSet();
        Assert.Superset(new HashSet<string> { "sql.shop", "db.shop.svc", "db-0.db", "db-1.db", "m-0.m.shop", "cache-1.cache", "mq.shop.svc.cluster.local", "kafka-1.kafka" }, found);
    }
}
