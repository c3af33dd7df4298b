#!/usr/bin/env bash
# What svclint costs in "dotnet build": a solution of services, each with its settings, and the manifests of all of them, which one project
# owns. The compiler says how long each analyzer took (-p:ReportAnalyzer=true).
# Usage: measure-build.sh [PROJECTS [MANIFESTS [FILES]]]
#   PROJECTS   default 50
#   MANIFESTS  default 300
#   FILES      C# files per project; default 40
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
projects=${1:-50} manifests=${2:-300} files=${3:-40}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "Packing the analyzer ..."
dotnet pack "$root/src/SvcLint.Analyzers" -p:SvcLintRelease=true --artifacts-path "$work/artifacts" -o "$work/feed" --nologo -v quiet > /dev/null
solution=$work/solution
mkdir -p "$solution/deploy"

cat > "$solution/Directory.Build.props" <<XML
<Project>
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <SvcLintOwner>Service0</SvcLintOwner>
    <SvcLintRoot>$solution</SvcLintRoot>
    <NuGetAudit>false</NuGetAudit>
    <RestoreAdditionalProjectSources>$work/feed</RestoreAdditionalProjectSources>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <KubernetesManifest Include="\$(MSBuildThisFileDirectory)deploy/**/*.yaml" />
    <PackageReference Include="SvcLint.Analyzers" Version="*" PrivateAssets="all" />
  </ItemGroup>
</Project>
XML

# service N: a web application of plain code, with an address of another service in its settings and one in its code.
service() {
  local folder=$solution/src/Service$1 other=$((($1 + 1) % projects)) i m
  mkdir -p "$folder"
  echo '<Project Sdk="Microsoft.NET.Sdk.Web" />' > "$folder/Service$1.csproj"
  cat > "$folder/Program.cs" <<CS
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpClient("other", c => c.BaseAddress = new Uri("http://service$other"));
builder.Services.AddHealthChecks();
var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/", (IConfiguration configuration) => configuration["Other:Url"]);
app.Run();
CS
  echo "{ \"Other\": { \"Url\": \"http://service$other/api\" }, \"Queue\": \"amqp://service$other:80\" }" > "$folder/appsettings.Production.json"
  for ((i = 0; i < files; i++)); do
    {
      echo "namespace Service$1; public sealed record Order$i(int Id, string Name, IReadOnlyList<int> Lines);"
      echo "public sealed class OrderBook$i { private readonly Dictionary<int, Order$i> _orders = [];"
      for ((m = 0; m < 12; m++)); do
        echo "    public IEnumerable<string> Find$m(string text, int least) { foreach (var order in _orders.Values.Where(o => o.Lines.Count > least && o.Name.Contains(text, StringComparison.Ordinal)).OrderBy(o => o.Id)) { var sum = 0; for (var i = 0; i < order.Lines.Count; i++) { sum += order.Lines[i] * (i + $m); } yield return \$\"{order.Name}: {sum} of {order.Lines.Count}\"; } }"
      done
      echo "}"
    } > "$folder/OrderBook$i.cs"
  done
}

# manifest N: Deployment, Service, ConfigMap, NetworkPolicy, Ingress or disruption budget of one of the services.
manifest() {
  local app=service$(($1 / 6 % projects)) file=$solution/deploy/$1.yaml
  local other=service$((($1 / 6 + 1) % projects)) name=service$(($1 / 6))
  case $(($1 % 6)) in
    0) printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s\n  namespace: shop\nspec:\n  replicas: 3\n  selector:\n    matchLabels:\n      app: %s\n  template:\n    metadata:\n      labels:\n        app: %s\n    spec:\n      containers:\n        - name: app\n          image: registry.example/%s:1.0\n          ports:\n            - name: http\n              containerPort: 8080\n          envFrom:\n            - configMapRef:\n                name: %s\n          env:\n            - name: Other__Address\n              value: http://%s:80/api\n          readinessProbe:\n            httpGet:\n              path: /healthz\n              port: http\n' "$name" "$name" "$name" "$app" "$name" "$other" ;;
    1) printf 'apiVersion: v1\nkind: Service\nmetadata:\n  name: %s\n  namespace: shop\nspec:\n  selector:\n    app: %s\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n' "$name" "$name" ;;
    2) printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\n  namespace: shop\ndata:\n  LOG_LEVEL: info\n  CACHE_HOST: %s\n  CACHE_PORT: "80"\n' "$name" "$other" ;;
    3) printf 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: %s\n  namespace: shop\nspec:\n  podSelector:\n    matchLabels:\n      app: %s\n  policyTypes: [Ingress]\n  ingress:\n    - ports:\n        - port: http\n' "$name" "$name" ;;
    4) printf 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: %s\n  namespace: shop\nspec:\n  rules:\n    - host: %s.example.com\n      http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                name: %s\n                port:\n                  name: http\n' "$name" "$name" "$name" ;;
    5) printf 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: %s\n  namespace: shop\nspec:\n  minAvailable: 1\n  selector:\n    matchLabels:\n      app: %s\n' "$name" "$name" ;;
  esac > "$file"
}

echo "Writing $projects projects and $manifests manifests ..."
{
  echo "<Solution>"
  for ((n = 0; n < projects; n++)); do
    service "$n"
    echo "  <Project Path=\"src/Service$n/Service$n.csproj\" />"
  done
  echo "</Solution>"
} > "$solution/Bench.slnx"
for ((n = 0; n < manifests; n++)); do manifest "$n"; done

cd "$solution"
echo "Restoring ..."
dotnet restore Bench.slnx -v quiet --nologo

# build NAME ARGUMENT...: seconds, one project after the other, so that times add up.
build() {
  local log=$work/$1.log start end
  shift
  rm -rf "$solution"/src/*/bin "$solution"/src/*/obj/Debug "$solution/obj"
  start=$(date +%s%N)
  dotnet build Bench.slnx --no-restore --nologo -m:1 -clp:NoSummary -v quiet "-flp:LogFile=$log;Verbosity=detailed;PerformanceSummary" -p:ReportAnalyzer=true -p:UseSharedCompilation=true "$@" > /dev/null || { tail -n 20 "$log" >&2; exit 1; }
  end=$(date +%s%N)
  awk -v ns=$((end - start)) 'BEGIN { printf "%.1f", ns / 1e9 }'
}

echo "$(dotnet --version), $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)"
build warm > /dev/null
without=$(build without -p:SvcLintEnabled=false)
with=$(build with)
index=$(cat obj/svclint/*.svclint-index | wc -c)
direct=$(build direct -p:SvcLintIndex=false)
for kind in with direct; do
  # "   0.123   12   SvcLint.Analyzers, Version=…", once for each project; "<0.001" counts as 0.001.
  grep -E '^ +<?[0-9.]+ +<?[0-9]+ +SvcLint\.Analyzers, ' "$work/$kind.log" | sed -E 's/^ +<?([0-9.]+).*/\1/' | sort -n > "$work/$kind.times"
  seconds=$([ "$kind" = with ] && echo "$with" || echo "$direct")
  awk -v label="$([ "$kind" = with ] && echo "one index" || echo "every manifest in every project")" -v build="$seconds" \
    '{ sum += $1; t[NR] = $1 } END { if (NR == 0) exit; printf "%-32s build %7.1f s; analyzer %7.3f s in %d projects (median %.3f s, most %.3f s): %.2f %% of the build\n", label, build, sum, NR, t[int((NR + 1) / 2)], t[NR], 100 * sum / build }' "$work/$kind.times"
done
echo "without svclint                  build $without s"
grep -E '^ +[0-9]+ ms +(Csc|WriteManifestIndex|ListInputFiles) ' "$work/with.log" || true
echo "index: $index bytes"
cat deploy/*.yaml | wc -c | awk '{ printf "manifests: %d bytes\n", $1 }'
