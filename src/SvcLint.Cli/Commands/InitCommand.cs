using System.Text;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint init</c></summary>
internal sealed class InitCommand : Command
{
    private const string Configuration =
        """
        # yaml-language-server: $schema=https://raw.githubusercontent.com/svclint/svclint/main/schemas/svclint.schema.json
        # svclint.yaml: what svclint cannot know by itself. Everything is optional; svclint works without this file.

        # The cluster that the manifests go to. What is not declared stays unknown, and rules that need it stay silent.
        cluster:
          # kubernetesVersion: "1.32"
          # dataPlane: iptables         # or ipvs, nftables, none (no kube-proxy)
          # provider: unknown           # or alibaba-cloud, aws, azure, gke, digitalocean, hetzner, openstack, metallb, kube-vip, cilium, none
          # nodePortRange: 30000-32767
          # serviceCIDRs: [10.96.0.0/12]
          # podCIDRs: [10.244.0.0/16]

        # Severities: off, info, warning or error, by id or name (svclint rules lists all).
        rules:
          # SVC2002: error

        # Files that are neither read nor reported.
        exclude:
          # - "third_party/**"

        # Manifests that are applied together, where folders and kustomizations do not tell.
        units:
          # - name: prod
          #   paths: [deploy/base, deploy/prod]

        # What exists in the cluster without being in this repository.
        external:
          # services: [kube-system/kube-dns]
          # workloads:
          #   - labels: {app: operator-made}

        """;

    public override string Name => "init";

    public override string Operands => "[FOLDER]";

    public override string Summary => "Write a svclint.yaml to start from";

    public override IReadOnlyList<Option> Options => [];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Operands.Count > 1)
        {
            throw new UsageException("init writes one svclint.yaml: name one folder");
        }

        var folder = Path.GetFullPath(arguments.Operands.Count == 0 ? "." : arguments.Operands[0], host.Folder);
        if (ConfigurationFile.Nearest(folder, folder) is { } existing)
        {
            throw new UsageException($"{existing} exists already");
        }

        var path = Path.Combine(folder, ConfigurationFile.Names[0]);
        try
        {
            FileWriter.Write(path, InputRoot.Of(host.Folder, [folder]).Border, s => s.Write(Encoding.UTF8.GetBytes(Configuration.ReplaceLineEndings("\n"))));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be written ({exception.Message})");
        }

        host.Say($"wrote {path}; next: svclint");
        return ExitStatus.Clean;
    }
}
