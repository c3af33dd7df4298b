using SvcLint.Model.DotNet;

namespace SvcLint.Cluster.Listening;

/// <summary>An image of which it is known where its process listens.</summary>
/// <param name="Names">Its repositories, parted by blanks; those of Docker Hub without a registry.</param>
/// <param name="Ports">TCP ports of the image as it comes, parted by blanks.</param>
/// <param name="Folder">The folder of its configuration; a volume there may change everything. Null where files do not move ports.</param>
/// <param name="Movers">Parts of the names of variables and flags that move or add ports, parted by blanks.</param>
internal sealed record StockImage(string Names, string Ports, string? Folder = null, string Movers = "")
{
    public IReadOnlyList<int> Numbers { get; } = [.. Ports.Split([' '], StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    public bool IsMover(string name) => Movers.Split([' '], StringSplitOptions.RemoveEmptyEntries).Any(m => name.IndexOf(m, StringComparison.OrdinalIgnoreCase) >= 0);
}

/// <summary>The images that people use most, as their own documentation and Dockerfiles describe them.</summary>
internal static class StockImages
{
    private static readonly string[] Mirrors = ["docker.io", "index.docker.io", "registry-1.docker.io", "public.ecr.aws/docker", "mirror.gcr.io"];

    public static IReadOnlyList<StockImage> All { get; } =
    [
        new("nginx", "80", "/etc/nginx"),
        new("nginxinc/nginx-unprivileged", "8080", "/etc/nginx"),
        new("bitnami/nginx bitnamilegacy/nginx", "8080 8443", "/opt/bitnami/nginx/conf", "PORT_NUMBER"),
        new("httpd", "80", "/usr/local/apache2/conf"),
        new("bitnami/apache bitnamilegacy/apache", "8080 8443", "/opt/bitnami/apache", "PORT_NUMBER"),
        new("caddy", "80 443", "/etc/caddy"),
        new("haproxy haproxytech/haproxy-alpine haproxytech/haproxy-debian", "", "/usr/local/etc/haproxy"),
        new("redis redis/redis-stack-server valkey/valkey", "6379", "/usr/local/etc/redis", "port"),
        new("bitnami/redis bitnamilegacy/redis", "6379", "/opt/bitnami/redis", "PORT_NUMBER"),
        new("postgres postgis/postgis pgvector/pgvector timescale/timescaledb", "5432", "/etc/postgresql", "PGPORT port"),
        new("bitnami/postgresql bitnamilegacy/postgresql", "5432", "/opt/bitnami/postgresql", "PORT_NUMBER"),
        new("mysql mysql/mysql-server percona", "3306 33060 33062", "/etc/mysql", "port"),
        new("mariadb", "3306", "/etc/mysql", "port"),
        new("bitnami/mysql bitnami/mariadb bitnamilegacy/mysql bitnamilegacy/mariadb", "3306 33060", "/opt/bitnami", "PORT_NUMBER"),
        new("mongo", "27017", "/etc/mongo", "port configsvr shardsvr config"),
        new("bitnami/mongodb bitnamilegacy/mongodb", "27017", "/opt/bitnami/mongodb", "PORT_NUMBER"),
        new("rabbitmq", "5672 5671 15672 15671 15692 4369 25672 1883 8883 61613 61614 15674 15675 5552", "/etc/rabbitmq", "PORT"),
        new("zookeeper", "2181 2888 3888 8080 7000 7070", "/conf", "PORT ZOO_SERVERS ZOO_CFG"),
        new("nats", "4222 6222 8222", "/etc/nats", "port config http_port"),
        new("memcached", "11211", null, "port -p"),
        new("elasticsearch docker.elastic.co/elasticsearch/elasticsearch", "9200 9300", "/usr/share/elasticsearch/config", "port"),
        new("opensearchproject/opensearch", "9200 9300 9600 9650", "/usr/share/opensearch/config", "port"),
        new("kibana docker.elastic.co/kibana/kibana", "5601", "/usr/share/kibana/config", "PORT"),
        new("opensearchproject/opensearch-dashboards", "5601", "/usr/share/opensearch-dashboards/config", "PORT"),
        new("grafana/grafana grafana/grafana-oss grafana/grafana-enterprise", "3000", "/etc/grafana/grafana.ini", "HTTP_PORT PROTOCOL"),
        new("prom/prometheus quay.io/prometheus/prometheus", "9090", null, "listen-address"),
        new("prom/alertmanager quay.io/prometheus/alertmanager", "9093 9094", null, "listen-address"),
        new("prom/node-exporter quay.io/prometheus/node-exporter", "9100", null, "listen-address"),
        new("prom/pushgateway quay.io/prometheus/pushgateway", "9091", null, "listen-address"),
        new("prom/blackbox-exporter quay.io/prometheus/blackbox-exporter", "9115", null, "listen-address"),
        new("prom/mysqld-exporter quay.io/prometheus/mysqld-exporter", "9104", null, "listen-address"),
        new("prometheuscommunity/postgres-exporter quay.io/prometheuscommunity/postgres-exporter", "9187", null, "listen-address LISTEN"),
        new("oliver006/redis_exporter", "9121", null, "listen LISTEN"),
        new("nginx/nginx-prometheus-exporter", "9113", null, "listen LISTEN"),
        new("prom/statsd-exporter quay.io/prometheus/statsd-exporter", "9102 9125", null, "listen"),
        new("grafana/loki", "3100 9095 7946 9096", "/etc/loki", "port config"),
        new("jaegertracing/all-in-one", "16686 16685 14268 14269 14250 4317 4318 5778 9411", null, "port host-port ADDR"),
        new("openzipkin/zipkin", "9411", null, "PORT"),
        new("quay.io/keycloak/keycloak keycloak/keycloak", "8080 8443 9000 7800", "/opt/keycloak/conf", "port KC_HTTP"),
        new("hashicorp/vault vault", "8200 8201", "/vault/config", "ADDR LOCAL_CONFIG address config"),
        new("hashicorp/consul consul", "8500 8600 8300 8301 8302 8501 8502 8503", "/consul/config", "port config LOCAL_CONFIG"),
        new("minio/minio quay.io/minio/minio", "9000", null, "address ADDRESS console"),
        new("registry", "5000 5001", "/etc/docker/registry", "ADDR"),
        new("gitea/gitea", "3000 22", "/etc/gitea", "PORT"),
        new("jenkins/jenkins", "8080 50000", null, "PORT OPTS port"),
        new("sonarqube", "9000 9001", "/opt/sonarqube/conf", "PORT"),
        new("ghost", "2368", "/var/lib/ghost/config", "PORT"),
        new("wordpress drupal joomla nextcloud phpmyadmin phpmyadmin/phpmyadmin", "80", "/etc/apache2", "APACHE_PORT"),
        new("tomcat", "8080", "/usr/local/tomcat/conf", "OPTS"),
        new("jetty", "8080", "/var/lib/jetty", "OPTS port"),
        new("adminer", "8080", null, "PORT"),
        new("mongo-express", "8081", null, "PORT"),
        new("dpage/pgadmin4", "80 443", null, "PORT TLS LISTEN"),
        new("influxdb", "8086 8088", "/etc/influxdb", "bind BIND PORT"),
        new("couchdb", "5984 4369 9100", "/opt/couchdb/etc", "PORT"),
        new("cassandra", "9042 7000 7001 7199 9160", "/etc/cassandra", "PORT"),
        new("neo4j", "7474 7473 7687 6362 5000 6000 7000 7688", "/conf", "address port"),
        new("metabase/metabase", "3000", null, "PORT"),
        new("n8nio/n8n docker.n8n.io/n8nio/n8n", "5678", null, "PORT"),
        new("redmine", "3000", null, "PORT"),
        new("mailhog/mailhog", "1025 8025", null, "ADDR addr"),
        new("hashicorp/http-echo", "5678", null, "listen"),
        new("traefik/whoami containous/whoami", "80", null, "port PORT"),
        new("kennethreitz/httpbin", "80"),
        new("nginxdemos/hello", "80", "/etc/nginx"),
        new("gcr.io/google-samples/hello-app us-docker.pkg.dev/google-samples/containers/gke/hello-app", "8080", null, "PORT"),
        new("mendhak/http-https-echo", "8080 8443", null, "PORT"),
        new("ealen/echo-server", "80", null, "PORT port"),
        new("mcr.microsoft.com/azuredocs/aks-helloworld", "80"),
        new("mcr.microsoft.com/dotnet/samples", "8080", null, "ASPNETCORE PORTS"),
        new("registry.k8s.io/kube-state-metrics/kube-state-metrics", "8080 8081", null, "port"),
    ];

    private static readonly Dictionary<string, StockImage> ByName = Index();

    /// <summary>Null for an image that the catalogue does not know, and for variants of known ones that run something else.</summary>
    public static StockImage? Find(string? image)
    {
        if (image is null || ImageName.Parse(image) is not { } name)
        {
            return null;
        }

        var full = name.Registry.Length == 0 ? name.Repository : name.Registry + "/" + name.Repository;
        var mirror = Array.Find(Mirrors, m => full.StartsWith(m + "/", StringComparison.Ordinal));
        full = mirror is null ? full : full.Substring(mirror.Length + 1);
        full = full.StartsWith("library/", StringComparison.Ordinal) ? full.Substring("library/".Length) : full;
        // PHP's process manager speaks FastCGI on a port of its own.
        return name.Tag?.IndexOf("fpm", StringComparison.Ordinal) >= 0 ? null : ByName.TryGetValue(full, out var found) ? found : null;
    }

    private static Dictionary<string, StockImage> Index()
    {
        var index = new Dictionary<string, StockImage>(StringComparer.Ordinal);
        foreach (var image in All)
        {
            foreach (var name in image.Names.Split(' '))
            {
                index.Add(name, image);
            }
        }

        return index;
    }
}
