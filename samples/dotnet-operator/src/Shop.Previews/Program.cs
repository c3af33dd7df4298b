using k8s;
using Shop.Previews;

// previews NUMBER: makes the environment of a pull request.
var preview = new PreviewEnvironment($"preview-{args[0]}");
using var client = new Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig());
await client.CoreV1.CreateNamespacedServiceAsync(preview.Web(), preview.Name);
await client.CoreV1.CreateNamespacedServiceAsync(preview.Api(), preview.Name);
await client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(preview.OfficeOnly(), preview.Name);
