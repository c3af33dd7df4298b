using SvcLint.Model.DotNet;

namespace SvcLint.Cluster.Listening;

/// <summary>An image of which it is known where its process listens.</summary>
/// <param name="Names">Its repositories, parted by blanks; those of Docker Hub without a registry.</param>
/// <param name="Ports">TCP ports of the image as it comes, with the settings that move them, as <see cref="ListenerSlot"/> reads them.</param>
/// <param name="Source">Where that is written: a repository of GitHub, and what of it.</param>
/// <param name="Folders">The folders of its configuration, parted by blanks; a volume there may change everything. Null where files do not move ports.</param>
/// <param name="Movers">Parts of the names of other variables and flags that move or add ports, parted by blanks.</param>
internal sealed record StockImage(string Names, string Ports, string Source, string? Folders = null, string Movers = "")
{
    private readonly string[] _movers = Movers.Split([' '], StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<ListenerSlot> Slots { get; } = ListenerSlot.Read(Ports);

    /// <summary>The first of its folders.</summary>
    public string? Folder => AllFolders.Count == 0 ? null : AllFolders[0];

    public IReadOnlyList<string> AllFolders { get; } = Folders?.Split([' '], StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The ports of the image when nothing moves them, whatever the tag.</summary>
    public IReadOnlyList<int> Numbers => [.. Slots.Select(s => s.Default).OfType<int>()];

    /// <summary>True for a variable or flag that moves ports in a way that the slots do not read.</summary>
    public bool IsMover(string name) => !Slots.Any(s => s.Reads(name) || s.ReadsFlag(name)) && Array.Exists(_movers, m => name.IndexOf(m, StringComparison.OrdinalIgnoreCase) >= 0);
}

/// <summary>The images that people use most, as their own documentation and Dockerfiles describe them.</summary>
internal static class StockImages
{
    private static readonly string[] Mirrors = ["docker.io", "index.docker.io", "registry-1.docker.io", "public.ecr.aws/docker", "mirror.gcr.io"];

    public static IReadOnlyList<StockImage> All { get; } =
    [
        new("nginx", "80", "nginx/docker-nginx Dockerfile", "/etc/nginx"),
        new("nginxinc/nginx-unprivileged", "8080", "nginx/docker-nginx-unprivileged README", "/etc/nginx"),
        new("bitnami/nginx bitnamilegacy/nginx", "8080 NGINX_HTTP_PORT_NUMBER; 8443 NGINX_HTTPS_PORT_NUMBER", "bitnami/containers bitnami/nginx README", "/opt/bitnami/nginx/conf"),
        new("openresty/openresty", "80", "openresty/docker-openresty Dockerfile", "/etc/nginx"),
        new("httpd", "80", "docker-library/httpd Dockerfile", "/usr/local/apache2/conf"),
        new("bitnami/apache bitnamilegacy/apache", "8080 APACHE_HTTP_PORT_NUMBER; 8443 APACHE_HTTPS_PORT_NUMBER", "bitnami/containers bitnami/apache README", "/opt/bitnami/apache"),
        new("caddy", "80; 443; lo:2019", "caddyserver/caddy-docker Dockerfile", "/etc/caddy"),
        new("haproxy haproxytech/haproxy-alpine haproxytech/haproxy-debian", "", "docker-library/docs haproxy", "/usr/local/etc/haproxy"),
        new("traefik", "80; 8080", "traefik/traefik-library-image Dockerfile", "/etc/traefik", "TRAEFIK_ENTRYPOINTS configFile"),
        new("envoyproxy/envoy envoyproxy/envoy-distroless", "", "envoyproxy/envoy configs", "/etc/envoy", "config"),
        new("redis redis/redis-stack-server valkey/valkey eqalpha/keydb", "6379 --port %port @--bind @%bind; - --tls-port %tls-port", "redis/docker-library-redis Dockerfile, redis.conf", "/usr/local/etc/redis"),
        new("bitnami/redis bitnamilegacy/redis bitnami/valkey", "6379 --port REDIS_PORT_NUMBER VALKEY_PORT_NUMBER; - REDIS_TLS_PORT_NUMBER", "bitnami/containers bitnami/redis README", "/opt/bitnami/redis", "PORT"),
        new("postgres postgis/postgis pgvector/pgvector timescale/timescaledb", "5432 -p -c:port PGPORT %port @-c:listen_addresses @%listen_addresses", "docker-library/postgres Dockerfile", "/etc/postgresql"),
        new("bitnami/postgresql bitnamilegacy/postgresql", "5432 POSTGRESQL_PORT_NUMBER", "bitnami/containers bitnami/postgresql README", "/opt/bitnami/postgresql", "PORT"),
        new("mysql mysql/mysql-server percona", "3306 --port -P %mysqld/port @--bind-address @--bind_address @%mysqld/bind-address @%mysqld/bind_address; 33060 --mysqlx-port %mysqld/mysqlx_port; lo:33062", "docker-library/mysql Dockerfile", "/etc/mysql"),
        new("mariadb", "3306 --port -P %mysqld/port %mariadb/port @--bind-address @--bind_address @%mysqld/bind-address @%mysqld/bind_address @%mariadb/bind-address", "MariaDB/mariadb-docker Dockerfile", "/etc/mysql"),
        new("bitnami/mysql bitnami/mariadb bitnamilegacy/mysql bitnamilegacy/mariadb", "3306 MYSQL_PORT_NUMBER MARIADB_PORT_NUMBER; 33060", "bitnami/containers bitnami/mysql README", "/opt/bitnami", "PORT"),
        new("mongo", "27017 --port %net/port @--bind_ip @%net/bindIp", "docker-library/mongo Dockerfile", "/etc/mongo", "configsvr shardsvr"),
        new("bitnami/mongodb bitnamilegacy/mongodb", "27017 MONGODB_PORT_NUMBER", "bitnami/containers bitnami/mongodb README", "/opt/bitnami/mongodb", "PORT"),
        new("rabbitmq", "5672 %listeners/tcp/default %listeners/tcp/1 RABBITMQ_NODE_PORT; 15672~management %management/tcp/port %management/listener/port; 15692 %prometheus/tcp/port; 5671; 15671; 4369; 25672; 1883; 8883; 61613; 61614; 15674; 15675; 5552", "docker-library/rabbitmq Dockerfile, rabbitmq.com/docs/networking", "/etc/rabbitmq", "PORT ssl"),
        new("bitnami/rabbitmq bitnamilegacy/rabbitmq", "5672 RABBITMQ_NODE_PORT_NUMBER; 15672 RABBITMQ_MANAGEMENT_PORT_NUMBER; 4369; 25672; 9419; 15692; 5671; 15671", "bitnami/containers bitnami/rabbitmq README", "/opt/bitnami/rabbitmq", "PORT"),
        new("zookeeper", "2181; 2888; 3888; 8080; 7000; 7070", "31z4/zookeeper-docker Dockerfile", "/conf", "PORT ZOO_SERVERS ZOO_CFG"),
        new("bitnami/zookeeper bitnamilegacy/zookeeper", "2181 ZOO_PORT_NUMBER; 2888; 3888; 8080 ZOO_ADMIN_SERVER_PORT_NUMBER; 9141; 7000", "bitnami/containers bitnami/zookeeper README", "/opt/bitnami/zookeeper", "PORT TLS"),
        new("apache/kafka", "9092 KAFKA_LISTENERS %listeners; 9093", "apache/kafka docker/jvm/Dockerfile", "/mnt/shared/config /etc/kafka", "JMX"),
        new("confluentinc/cp-kafka confluentinc/cp-server", "- KAFKA_LISTENERS KAFKA_ADVERTISED_LISTENERS", "confluentinc/kafka-images docs", null, "JMX"),
        new("bitnami/kafka bitnamilegacy/kafka", "9092 KAFKA_CFG_LISTENERS; 9093; 9094", "bitnami/containers bitnami/kafka README", "/opt/bitnami/kafka", "CFG_PORT JMX"),
        new("nats", "4222 -p --port %port @-a @--addr @--net; 8222 -m --http_port %http_port; 6222; - %https_port; - %websocket/port; - %listen; - %http", "nats-io/nats-docker Dockerfile, nats-server.conf", "/etc/nats /etc/nats-config", "cluster leaf mqtt"),
        new("memcached bitnami/memcached", "11211 -p --port @-l @--listen", "docker-library/memcached Dockerfile", null, "PORT_NUMBER"),
        new("elasticsearch docker.elastic.co/elasticsearch/elasticsearch", "9200 http.port %http/port @http.host @%http/host @network.host @%network/host; 9300 transport.port %transport/port", "elastic/elasticsearch docs, networking settings", "/usr/share/elasticsearch/config", "bind_host"),
        new("opensearchproject/opensearch", "9200 http.port %http/port @http.host @%http/host @network.host @%network/host; 9300; 9600; 9650", "opensearch-project/opensearch-build Dockerfile", "/usr/share/opensearch/config", "bind_host transport.port"),
        new("kibana docker.elastic.co/kibana/kibana", "5601 SERVER_PORT %server/port @SERVER_HOST @%server/host", "elastic/kibana docs, settings", "/usr/share/kibana/config"),
        new("opensearchproject/opensearch-dashboards", "5601 SERVER_PORT %server/port @SERVER_HOST @%server/host", "opensearch-project/opensearch-build Dockerfile", "/usr/share/opensearch-dashboards/config"),
        new("docker.elastic.co/logstash/logstash logstash", "9600 api.http.port; 5044; 5000; 8080; 12201; 514; 5514; 9700", "elastic/logstash docs, logstash.yml", "/usr/share/logstash", "PORT input"),
        new("grafana/grafana grafana/grafana-oss grafana/grafana-enterprise", "3000 GF_SERVER_HTTP_PORT %server/http_port @GF_SERVER_HTTP_ADDR @%server/http_addr; 9094", "grafana/grafana Dockerfile, conf/defaults.ini", "/etc/grafana/grafana.ini", "homepath"),
        new("prom/prometheus quay.io/prometheus/prometheus", "9090 --web.listen-address", "prometheus/prometheus Dockerfile"),
        new("prom/alertmanager quay.io/prometheus/alertmanager", "9093 --web.listen-address; 9094 --cluster.listen-address", "prometheus/alertmanager Dockerfile"),
        new("prom/node-exporter quay.io/prometheus/node-exporter", "9100 --web.listen-address", "prometheus/node_exporter Dockerfile"),
        new("prom/pushgateway quay.io/prometheus/pushgateway", "9091 --web.listen-address", "prometheus/pushgateway Dockerfile"),
        new("prom/blackbox-exporter quay.io/prometheus/blackbox-exporter", "9115 --web.listen-address", "prometheus/blackbox_exporter Dockerfile"),
        new("prom/mysqld-exporter quay.io/prometheus/mysqld-exporter", "9104 --web.listen-address", "prometheus/mysqld_exporter Dockerfile"),
        new("prom/snmp-exporter quay.io/prometheus/snmp-exporter", "9116 --web.listen-address", "prometheus/snmp_exporter Dockerfile"),
        new("prom/memcached-exporter quay.io/prometheus/memcached-exporter", "9150 --web.listen-address", "prometheus/memcached_exporter Dockerfile"),
        new("prometheuscommunity/postgres-exporter quay.io/prometheuscommunity/postgres-exporter", "9187 --web.listen-address PG_EXPORTER_WEB_LISTEN_ADDRESS", "prometheus-community/postgres_exporter README"),
        new("prometheuscommunity/elasticsearch-exporter quay.io/prometheuscommunity/elasticsearch-exporter", "9114 --web.listen-address", "prometheus-community/elasticsearch_exporter README"),
        new("oliver006/redis_exporter", "9121 -web.listen-address --web.listen-address REDIS_EXPORTER_WEB_LISTEN_ADDRESS", "oliver006/redis_exporter README"),
        new("nginx/nginx-prometheus-exporter", "9113 -web.listen-address --web.listen-address LISTEN_ADDRESS", "nginx/nginx-prometheus-exporter README", null, "telemetry"),
        new("percona/mongodb_exporter", "9216 --web.listen-address", "percona/mongodb_exporter README"),
        new("kbudde/rabbitmq-exporter", "9419 PUBLISH_PORT", "kbudde/rabbitmq_exporter README"),
        new("danielqsj/kafka-exporter", "9308 --web.listen-address", "danielqsj/kafka_exporter README"),
        new("prom/statsd-exporter quay.io/prometheus/statsd-exporter", "9102 --web.listen-address; 9125 --statsd.listen-tcp", "prometheus/statsd_exporter README"),
        new("grafana/loki", "3100 -server.http-listen-port %server/http_listen_port @-server.http-listen-address @%server/http_listen_address; 9095 -server.grpc-listen-port %server/grpc_listen_port; 7946; 9096", "grafana/loki docs, configuration", "/etc/loki"),
        new("grafana/tempo", "- -server.http-listen-port %server/http_listen_port; 9095; 4317; 4318; 9411; 14250; 14268; 7946; 3200; 80; 55680; 3100", "grafana/tempo docs, configuration", "/etc/tempo", "receivers"),
        new("grafana/mimir", "8080 -server.http-listen-port %server/http_listen_port; 9095; 7946; 9009", "grafana/mimir docs, configuration parameters", "/etc/mimir"),
        new("grafana/promtail", "80 -server.http-listen-port %server/http_listen_port; 9080; 3101", "grafana/loki clients/cmd/promtail", "/etc/promtail", "scrape_configs"),
        new("jaegertracing/all-in-one", "16686 --query.http-server.host-port; 16685 --query.grpc-server.host-port; 14268; 14269 --admin.http.host-port; 14250; 14267<<1.18; 4317>=1.35.0; 4318>=1.35.0; 5778; 9411", "jaegertracing/documentation 1.x deployment", null, "host-port ADDR"),
        new("jaegertracing/jaeger-query", "16686 --query.http-server.host-port; 16685; 16687", "jaegertracing/documentation 1.x deployment", null, "ADDR"),
        new("jaegertracing/jaeger-collector", "14268; 14269; 14250; 14267<<1.18; 9411; 4317>=1.35.0; 4318>=1.35.0", "jaegertracing/documentation 1.x deployment, CHANGELOG 1.18.0 and 1.35.0", null, "host-port ADDR"),
        new("jaegertracing/jaeger", "16686; 16685; 4317; 4318; 14250; 14268; 9411; 8888; 8889; 13133; 5778; 5779; 27777", "jaegertracing/jaeger cmd/jaeger, all-in-one.yaml", "/etc/jaeger", "config"),
        new("php", "80~apache", "docker-library/php apache Dockerfile", "/etc/apache2"),
        new("varnish", "80; 8443", "varnish/docker-varnish README", "/etc/varnish", "-a VARNISH"),
        new("openzipkin/zipkin", "9411 QUERY_PORT SERVER_PORT", "openzipkin/zipkin zipkin-server README"),
        new("quay.io/keycloak/keycloak keycloak/keycloak", "8080 --http-port KC_HTTP_PORT %http-port @--http-host @KC_HTTP_HOST @%http-host; 8443 --https-port KC_HTTPS_PORT %https-port; 9000>=25 --http-management-port KC_HTTP_MANAGEMENT_PORT; 7800", "keycloak/keycloak docs, all-config", "/opt/keycloak/conf"),
        new("bitnami/keycloak bitnamilegacy/keycloak", "8080 KEYCLOAK_HTTP_PORT KC_HTTP_PORT; 8443 KEYCLOAK_HTTPS_PORT; 9000; 7800", "bitnami/containers bitnami/keycloak README", "/opt/bitnami/keycloak", "PORT"),
        new("hashicorp/vault vault", "8200 VAULT_DEV_LISTEN_ADDRESS -dev-listen-address %address; 8201", "hashicorp/vault Dockerfile", "/vault/config", "LOCAL_CONFIG cluster"),
        new("hashicorp/consul consul", "8500 -http-port %ports/http @-client @--client @%client_addr; 8600; 8300; 8301; 8302; 8501; 8502; 8503>=1.14", "hashicorp/consul Dockerfile, ports reference", "/consul/config", "LOCAL_CONFIG addresses"),
        new("quay.io/coreos/etcd gcr.io/etcd-development/etcd registry.k8s.io/etcd", "lo:2379 --listen-client-urls ETCD_LISTEN_CLIENT_URLS; lo:2380 --listen-peer-urls ETCD_LISTEN_PEER_URLS; - --listen-metrics-urls ETCD_LISTEN_METRICS_URLS", "etcd-io/etcd docs, configuration flags", null, "config-file CONFIG_FILE"),
        new("bitnami/etcd bitnamilegacy/etcd", "2379 ETCD_LISTEN_CLIENT_URLS; 2380 ETCD_LISTEN_PEER_URLS", "bitnami/containers bitnami/etcd README", "/opt/bitnami/etcd", "PORT"),
        new("minio/minio quay.io/minio/minio", "9000 --address MINIO_ADDRESS; - --console-address MINIO_CONSOLE_ADDRESS", "minio/minio Dockerfile", null, "ftp"),
        new("bitnami/minio bitnamilegacy/minio", "9000 MINIO_API_PORT_NUMBER; 9001 MINIO_CONSOLE_PORT_NUMBER", "bitnami/containers bitnami/minio README", null, "PORT"),
        new("registry", "5000 REGISTRY_HTTP_ADDR %http/addr; 5001 REGISTRY_HTTP_DEBUG_ADDR %http/debug/addr", "distribution/distribution docs, config-example.yml", "/etc/docker/registry"),
        new("gitea/gitea", "3000 GITEA__server__HTTP_PORT HTTP_PORT %server/HTTP_PORT; 22 SSH_LISTEN_PORT GITEA__server__SSH_LISTEN_PORT; 2222", "go-gitea/gitea docker/root, app.example.ini", "/etc/gitea", "SSH_PORT"),
        new("jenkins/jenkins", "8080; 50000 JENKINS_SLAVE_AGENT_PORT", "jenkinsci/docker README", null, "PORT OPTS port"),
        new("sonarqube", "9000 SONAR_WEB_PORT %sonar/web/port @SONAR_WEB_HOST @%sonar/web/host; 9001", "SonarSource/docker-sonarqube Dockerfile", "/opt/sonarqube/conf", "JAVAOPTS"),
        new("sonatype/nexus3", "8081", "sonatype/docker-nexus3 README", "/nexus-data/etc", "PORT PARAMS"),
        new("ghost", "2368 server__port %server/port @server__host @%server/host", "docker-library/ghost Dockerfile", "/var/lib/ghost/config"),
        new("wordpress drupal joomla phpmyadmin phpmyadmin/phpmyadmin", "80 APACHE_PORT", "docker-library/wordpress Dockerfile", "/etc/apache2"),
        new("nextcloud", "80", "nextcloud/docker README", "/etc/apache2", "APACHE"),
        new("bitnami/wordpress bitnamilegacy/wordpress", "8080 WORDPRESS_HTTP_PORT_NUMBER APACHE_HTTP_PORT_NUMBER; 8443", "bitnami/containers bitnami/wordpress README", "/opt/bitnami", "PORT"),
        new("tomcat", "8080", "docker-library/tomcat Dockerfile", "/usr/local/tomcat/conf", "OPTS"),
        new("jetty", "8080 -Djetty.http.port -Djetty.port", "jetty/jetty.docker README", "/var/lib/jetty", "OPTS"),
        new("quay.io/wildfly/wildfly jboss/wildfly", "8080; lo:9990", "jboss-dockerfiles/wildfly README", null, "-b offset OPTS"),
        new("payara/server-full payara/micro", "8080; 8181; 4848", "payara/Payara docs, docker image overview", null, "port PORT"),
        new("adminer", "8080", "TimWolla/docker-adminer Dockerfile", null, "PORT"),
        new("mongo-express", "8081 PORT", "mongo-express/mongo-express README", null, "VCAP"),
        new("dpage/pgadmin4", "80 PGADMIN_LISTEN_PORT @PGADMIN_LISTEN_ADDRESS; 443", "pgadmin-org/pgadmin4 docs, container deployment", null, "TLS"),
        new("influxdb", "8181>=3 --http-bind INFLUXDB3_HTTP_BIND_ADDR; 8086<3 --http-bind-address INFLUXD_HTTP_BIND_ADDRESS; 8088", "influxdata/influxdata-docker Dockerfile", "/etc/influxdb", "bind-address BIND PORT"),
        new("couchdb", "5984; 5986<<3; 4369; 9100", "apache/couchdb-docker README, docs whatsnew 3.0", "/opt/couchdb/etc", "PORT"),
        new("cassandra", "9042; 7000; 7001; 7199; 9160", "docker-library/cassandra Dockerfile", "/etc/cassandra", "PORT"),
        new("clickhouse/clickhouse-server yandex/clickhouse-server", "8123; 9000; 9009; 9004; 9005; 9363; 8443; 9440", "ClickHouse/ClickHouse docs, network ports", "/etc/clickhouse-server", "port"),
        new("cockroachdb/cockroach", "26257 --listen-addr; 8080 --http-addr; - --sql-addr", "cockroachdb/docs cockroach start", null, "port host"),
        new("neo4j", "7474; 7473; 7687; 6362; 5000; 6000; 7000; 7688", "neo4j/docker-neo4j, ports reference", "/conf", "address port"),
        new("metabase/metabase", "3000 MB_JETTY_PORT @MB_JETTY_HOST; - MB_JETTY_SSL_PORT", "metabase/metabase docs, environment variables"),
        new("apache/superset", "8088 SUPERSET_PORT", "apache/superset docker/entrypoints", null, "bind port"),
        new("n8nio/n8n docker.n8n.io/n8nio/n8n", "5678 N8N_PORT @N8N_LISTEN_ADDRESS", "n8n-io/n8n-docs deployment variables", null, "BROKER"),
        new("nodered/node-red", "1880 -p --port PORT", "node-red/node-red-docker README", "/data/settings.js"),
        new("redmine", "3000", "docker-library/redmine Dockerfile", null, "PORT"),
        new("vaultwarden/server bitwardenrs/server", "80 ROCKET_PORT @ROCKET_ADDRESS; 3012 WEBSOCKET_PORT", "dani-garcia/vaultwarden docker, wiki"),
        new("portainer/portainer-ce", "9000 --bind -p; 9443 --bind-https; 8000 --tunnel-port", "portainer/portainer-docs CLI options"),
        new("louislam/uptime-kuma", "3001 UPTIME_KUMA_PORT PORT @UPTIME_KUMA_HOST @HOST", "louislam/uptime-kuma wiki, environment variables"),
        new("mailhog/mailhog", "1025 -smtp-bind-addr MH_SMTP_BIND_ADDR; 8025 -ui-bind-addr -api-bind-addr MH_UI_BIND_ADDR MH_API_BIND_ADDR", "mailhog/MailHog docs/CONFIG"),
        new("axllent/mailpit", "1025 --smtp MP_SMTP_BIND_ADDR; 8025 --listen MP_UI_BIND_ADDR; 1110", "axllent/mailpit docs, runtime options"),
        new("eclipse-mosquitto", "1883<2; lo:1883>=2", "eclipse-mosquitto/mosquitto docker, ChangeLog 2.0", "/mosquitto/config", "-p"),
        new("vernemq/vernemq", "1883; 8883; 8888; 44053; 8080; 8443", "vernemq/docker-vernemq README", null, "LISTENER"),
        new("emqx emqx/emqx", "1883; 8083; 8084; 8883; 18083; 4370; 5370", "emqx/emqx deploy/docker", "/opt/emqx/etc", "LISTENERS DASHBOARD"),
        new("hashicorp/http-echo", "5678 -listen --listen", "hashicorp/http-echo README"),
        new("traefik/whoami containous/whoami", "80 --port -port WHOAMI_PORT_NUMBER", "traefik/whoami README"),
        new("kennethreitz/httpbin", "80", "postmanlabs/httpbin Dockerfile", null, "-b"),
        new("mccutchen/go-httpbin ghcr.io/mccutchen/go-httpbin", "8080 -port PORT @-host @HOST", "mccutchen/go-httpbin README"),
        new("nginxdemos/hello", "80", "nginx/nginx-demos nginx-hello", "/etc/nginx"),
        new("stefanprodan/podinfo ghcr.io/stefanprodan/podinfo", "9898 --port PODINFO_PORT; 9797 --port-metrics PODINFO_PORT_METRICS; 9999 --grpc-port", "stefanprodan/podinfo README"),
        new("gcr.io/google-samples/hello-app us-docker.pkg.dev/google-samples/containers/gke/hello-app", "8080 PORT", "GoogleCloudPlatform/kubernetes-engine-samples hello-app"),
        new("mendhak/http-https-echo", "8080 HTTP_PORT; 8443 HTTPS_PORT", "mendhak/docker-http-https-echo README"),
        new("ealen/echo-server", "80 PORT --port", "Ealenn/Echo-Server README", null, "port"),
        new("mcr.microsoft.com/azuredocs/aks-helloworld", "80", "Azure-Samples/aks-helloworld Dockerfile"),
        new("mcr.microsoft.com/dotnet/samples", "8080 ASPNETCORE_HTTP_PORTS ASPNETCORE_URLS", "dotnet/dotnet-docker samples/aspnetapp", null, "Kestrel HTTPS"),
        new("registry.k8s.io/kube-state-metrics/kube-state-metrics", "8080 --port; 8081 --telemetry-port", "kubernetes/kube-state-metrics docs/developer/cli-arguments"),
        new("registry.k8s.io/metrics-server/metrics-server k8s.gcr.io/metrics-server/metrics-server", "443 --secure-port", "kubernetes-sigs/metrics-server README"),
        new("registry.k8s.io/ingress-nginx/controller k8s.gcr.io/ingress-nginx/controller quay.io/kubernetes-ingress-controller/nginx-ingress-controller", "80 --http-port; 443 --https-port; 10254 --healthz-port; 8443 --validating-webhook; 8181; lo:10245; lo:10246; lo:10247", "kubernetes/ingress-nginx docs/user-guide/cli-arguments", "/etc/nginx", "stream tcp-services"),
        new("kubernetesui/dashboard", "8443 --port; 9090 --insecure-port", "kubernetes/dashboard docs/common/arguments"),
        new("quay.io/oauth2-proxy/oauth2-proxy bitnami/oauth2-proxy", "lo:4180 --http-address -http-address OAUTH2_PROXY_HTTP_ADDRESS %http_address; - --https-address OAUTH2_PROXY_HTTPS_ADDRESS; - --metrics-address OAUTH2_PROXY_METRICS_ADDRESS", "oauth2-proxy/oauth2-proxy docs, configuration", "/etc/oauth2-proxy", "alpha tls"),
        new("gcr.io/kubebuilder/kube-rbac-proxy quay.io/brancz/kube-rbac-proxy registry.k8s.io/kubebuilder/kube-rbac-proxy", "- --secure-listen-address; - --insecure-listen-address; - --proxy-endpoints-port", "brancz/kube-rbac-proxy README"),
        new("coredns/coredns registry.k8s.io/coredns/coredns k8s.gcr.io/coredns/coredns k8s.gcr.io/coredns", "53", "coredns/coredns Dockerfile", "/etc/coredns", "dns.port"),
        new("quay.io/argoproj/argocd", "8080 --port; 8083 --metrics-port; 8081; 8082; 8084; 8086; 8087; 9001; 7000; 5556; 5557; 5558", "argoproj/argo-cd manifests", null, "PORT"),
        new("quay.io/jetstack/cert-manager-webhook", "443 --secure-port; 6080 --healthz-port; 9402 --metrics-listen-address", "cert-manager/cert-manager cmd/webhook", null, "config"),
        new("quay.io/jetstack/cert-manager-controller", "9402 --metrics-listen-address; 9403 --healthz-listen-address", "cert-manager/cert-manager cmd/controller", null, "config"),
        new("velero/velero", "8085 --metrics-address", "vmware-tanzu/velero docs"),
        new("codercom/code-server", "8080 --bind-addr PORT", "coder/code-server docs", null, "host port config"),
        new("ollama/ollama", "11434 OLLAMA_HOST", "ollama/ollama docs/faq"),
        new("vllm/vllm-openai", "8000 --port @--host", "vllm-project/vllm docs, serve arguments"),
        new("ghcr.io/open-webui/open-webui", "8080 PORT @HOST", "open-webui/open-webui Dockerfile"),
        new("apache/airflow", "8080; 8793; 5555; 8794; 9091", "apache/airflow docs, docker stack", null, "port PORT"),
        new("apache/nifi", "8443 NIFI_WEB_HTTPS_PORT; - NIFI_WEB_HTTP_PORT; 8000; 10000; 6342", "apache/nifi nifi-docker README", null, "PORT"),
        new("temporalio/ui", "8080 TEMPORAL_UI_PORT", "temporalio/ui-server README"),
        new("temporalio/auto-setup temporalio/server", "7233; 7234; 7235; 7239; 6933; 6934; 6935; 6939", "temporalio/temporal config, docker", null, "PORT BIND"),
        new("kong", "8000 KONG_PROXY_LISTEN; 8443; lo:8001 KONG_ADMIN_LISTEN; lo:8444; - KONG_STATUS_LISTEN; 8002 KONG_ADMIN_GUI_LISTEN; 8445", "Kong/kong kong.conf.default", "/etc/kong", "STREAM conf"),
        new("unleashorg/unleash-server", "4242 HTTP_PORT @HTTP_HOST", "Unleash/unleash docs, configuration", null, "PORT"),
        new("mattermost/mattermost-team-edition mattermost/mattermost-enterprise-edition", "8065 MM_SERVICESETTINGS_LISTENADDRESS; 8067; 8074; 8075", "mattermost/docs configuration settings", "/mattermost/config", "PORT"),
        new("rocket.chat rocketchat/rocket.chat", "3000 PORT @BIND_IP; 9458", "RocketChat/Docker.Official.Image Dockerfile", null, "PROMETHEUS"),
        new("gotenberg/gotenberg", "3000 --api-port API_PORT", "gotenberg/gotenberg Dockerfile, flags", null, "port"),
        new("dgraph/dgraph", "7080; 5080; 8080; 9080; 6080", "dgraph-io/dgraph-docs ports usage", null, "port offset"),
        new("qdrant/qdrant", "6333 QDRANT__SERVICE__HTTP_PORT %service/http_port; 6334 QDRANT__SERVICE__GRPC_PORT; 6335", "qdrant/qdrant config/config.yaml", "/qdrant/config"),
        new("cr.weaviate.io/semitechnologies/weaviate semitechnologies/weaviate", "8080 --port @--host; 50051 GRPC_PORT; 2112 PROMETHEUS_MONITORING_PORT; 6060; 7946; 7947; 7100; 7101; 7102; 7103", "weaviate/weaviate docs, environment variables", null, "PORT"),
        new("getmeili/meilisearch", "7700 MEILI_HTTP_ADDR --http-addr", "meilisearch/documentation configuration", null, "config"),
        new("typesense/typesense", "8108 --api-port TYPESENSE_API_PORT; 8107", "typesense/typesense-website server configuration", null, "config"),
        new("hasura/graphql-engine", "8080 HASURA_GRAPHQL_SERVER_PORT --server-port", "hasura/graphql-engine docs, flags", null, "HOST"),
        new("postgrest/postgrest", "3000 PGRST_SERVER_PORT; - PGRST_ADMIN_SERVER_PORT", "PostgREST/postgrest docs, configuration", null, "HOST config"),
        new("edoburu/pgbouncer", "5432 LISTEN_PORT", "edoburu/docker-pgbouncer README", "/etc/pgbouncer"),
        new("bitnami/pgbouncer", "6432 PGBOUNCER_PORT", "bitnami/containers bitnami/pgbouncer README", "/bitnami/pgbouncer"),
        new("mcr.microsoft.com/mssql/server", "1433 MSSQL_TCP_PORT; 1434; 5022", "MicrosoftDocs/sql-docs environment variables", "/var/opt/mssql", "PORT"),
        new("localstack/localstack", "4566", "localstack/docs configuration", null, "PORT LISTEN EDGE"),
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

    /// <summary>True for a tag that is a version, and none before this one.</summary>
    public static bool IsSince(string? image, string version) => image is not null && TagCondition.Compare(ImageName.Parse(image)?.Tag, version) >= 0;

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
