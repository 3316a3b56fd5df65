/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-discovery.h"

#include "base/lk-error.h"
#include "simcamera/lk-sim-onvif-private.h"

#include <ifaddrs.h>
#include <libxml/parser.h>
#include <net/if.h>
#include <string.h>

#define NS_DISCOVERY  "http://schemas.xmlsoap.org/ws/2005/04/discovery"
#define NS_ADDRESSING "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define NS_NETWORK    "http://www.onvif.org/ver10/network/wsdl"
#define GROUP         "239.255.255.250"
#define PORT          3702
#define MAX_DATAGRAM  65536

struct _LkSimDiscovery
{
  char *endpoint;
  char *scopes;
  char *xaddrs;
  gint64 instance;
  guint n_answers;
  GSocket *socket;
  GCancellable *stop;
  GThread *thread;
};

/* Probes */

static gboolean
is_our_type (const xmlNode *node, const char *name)
{
  static const struct
  {
    const char *namespace;
    const char *name;
  } rows[] = { { NS_NETWORK, "NetworkVideoTransmitter" }, { LK_SIM_NS_TDS, "Device" } };
  const char *colon = strchr (name, ':');
  g_autofree char *prefix = colon != NULL ? g_strndup (name, (gsize)(colon - name)) : NULL;
  const xmlNs *ns = xmlSearchNs (node->doc, (xmlNode *)node, (const xmlChar *)prefix);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (ns != NULL && g_str_equal (rows[i].namespace, (const char *)ns->href) &&
        g_str_equal (rows[i].name, colon != NULL ? colon + 1 : name))
      return TRUE;
  return FALSE;
}

/* By whole segments of the path ("rfc3986" of WS-Discovery 5.1). */
static gboolean
has_scope (LkSimDiscovery *self, const char *wanted)
{
  g_auto (GStrv) scopes = g_strsplit (self->scopes, " ", -1);
  gsize length = strlen (wanted);

  while (length > 0 && wanted[length - 1] == '/')
    length--;
  for (gsize i = 0; scopes[i] != NULL; i++)
    if (g_ascii_strncasecmp (scopes[i], wanted, length) == 0 &&
        (scopes[i][length] == '\0' || scopes[i][length] == '/'))
      return TRUE;
  return length == 0;
}

/* A camera answers when it is of every type and in every scope that the probe names. */
static gboolean
fits (LkSimDiscovery *self, const xmlNode *probe)
{
  const xmlNode *types_node = lk_sim_xml_find (probe, "Types");
  g_autofree char *types = lk_sim_xml_dup (probe, "Types");
  g_autofree char *scopes = lk_sim_xml_dup (probe, "Scopes");
  g_auto (GStrv) type_words = g_strsplit_set (types != NULL ? types : "", " \t\r\n", 64);
  g_auto (GStrv) scope_words = g_strsplit_set (scopes != NULL ? scopes : "", " \t\r\n", 64);

  for (gsize i = 0; type_words[i] != NULL; i++)
    if (*type_words[i] != '\0' && !is_our_type (types_node, type_words[i]))
      return FALSE;
  for (gsize i = 0; scope_words[i] != NULL; i++)
    if (!has_scope (self, scope_words[i]))
      return FALSE;
  return TRUE;
}

static char *
make_answer (LkSimDiscovery *self, const char *relates_to)
{
  g_autofree char *id = g_uuid_string_random ();

  return g_markup_printf_escaped (
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<env:Envelope xmlns:env=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:wsa=\"" NS_ADDRESSING "\""
    " xmlns:d=\"" NS_DISCOVERY "\" xmlns:dn=\"" NS_NETWORK "\" xmlns:tds=\"" LK_SIM_NS_TDS "\">"
    "<env:Header><wsa:MessageID>urn:uuid:%s</wsa:MessageID><wsa:RelatesTo>%s</wsa:RelatesTo>"
    "<wsa:To>" NS_ADDRESSING "/role/anonymous</wsa:To>"
    "<wsa:Action>" NS_DISCOVERY "/ProbeMatches</wsa:Action>"
    "<d:AppSequence InstanceId=\"%" G_GINT64_FORMAT "\" MessageNumber=\"%u\"/></env:Header>"
    "<env:Body><d:ProbeMatches><d:ProbeMatch>"
    "<wsa:EndpointReference><wsa:Address>%s</wsa:Address></wsa:EndpointReference>"
    "<d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>%s</d:Scopes>"
    "<d:XAddrs>%s</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>"
    "</d:ProbeMatch></d:ProbeMatches></env:Body></env:Envelope>\n",
    id, relates_to, self->instance, ++self->n_answers, self->endpoint, self->scopes, self->xaddrs);
}

char *
lk_sim_discovery_answer (LkSimDiscovery *self, const char *data, gsize size)
{
  xmlDoc *document = xmlReadMemory (data, (int)size, NULL, NULL,
                                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  const xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  const xmlNode *probe = root != NULL ? lk_sim_xml_find (root, "Body/Probe") : NULL;
  g_autofree char *id = root != NULL ? lk_sim_xml_dup (root, "Header/MessageID") : NULL;
  char *answer = NULL;

  if (document != NULL && document->intSubset == NULL && probe != NULL && id != NULL &&
      probe->ns != NULL && g_str_equal ((const char *)probe->ns->href, NS_DISCOVERY) &&
      fits (self, probe))
    answer = make_answer (self, id);
  xmlFreeDoc (document);
  return answer;
}

/* The network */

/* An address of this computer is one that a socket can be bound to. */
static gboolean
is_ours (GSocketAddress *sender)
{
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (sender));
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (address, 0);
  g_autoptr (GSocket) probe =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  return probe != NULL && g_socket_bind (probe, any_port, FALSE, NULL);
}

static gpointer
listen_thread (gpointer data)
{
  LkSimDiscovery *self = data;
  g_autofree char *buffer = g_malloc (MAX_DATAGRAM);

  while (!g_cancellable_is_cancelled (self->stop))
    {
      g_autoptr (GSocketAddress) sender = NULL;
      gssize size =
        g_socket_receive_from (self->socket, &sender, buffer, MAX_DATAGRAM, self->stop, NULL);
      g_autofree char *answer = NULL;

      if (size <= 0 || !is_ours (sender))
        continue;
      answer = lk_sim_discovery_answer (self, buffer, (gsize)size);
      if (answer != NULL)
        /* who does not hear it asks again */
        (void)g_socket_send_to (self->socket, sender, answer, strlen (answer), NULL, NULL);
    }
  return NULL;
}

/* On every interface that can; where none can, probes to this computer's own address are heard. */
static void
join (LkSimDiscovery *self)
{
  g_autoptr (GInetAddress) group = g_inet_address_new_from_string (GROUP);
  struct ifaddrs *interfaces = NULL;

  if (getifaddrs (&interfaces) != 0)
    return;
  for (const struct ifaddrs *at = interfaces; at != NULL; at = at->ifa_next)
    if (at->ifa_addr != NULL && at->ifa_addr->sa_family == AF_INET &&
        (at->ifa_flags & IFF_UP) != 0 && (at->ifa_flags & (IFF_MULTICAST | IFF_LOOPBACK)) != 0)
      /* the others may work */
      (void)g_socket_join_multicast_group (self->socket, group, FALSE, at->ifa_name, NULL);
  freeifaddrs (interfaces);
}

static char *
make_scopes (const char *model)
{
  g_autofree char *escaped = g_uri_escape_string (model, NULL, FALSE);

  return g_strconcat ("onvif://www.onvif.org/type/video_encoder onvif://www.onvif.org/Profile/T "
                      "onvif://www.onvif.org/hardware/",
                      escaped, " onvif://www.onvif.org/name/Simulated%20camera", NULL);
}

LkSimDiscovery *
lk_sim_discovery_new (const char *model, const char *xaddrs, GError **error)
{
  g_autoptr (GInetAddress) any = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (any, PORT);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GSocket) socket =
    g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, &failure);
  g_autofree char *uuid = g_uuid_string_random ();
  LkSimDiscovery *self;

  /* Several cameras share the port; each hears what goes to the group. */
  if (socket == NULL || !g_socket_bind (socket, address, TRUE, &failure))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, "UDP port %d cannot be had: %s", PORT, failure->message);
      return NULL;
    }
  self = g_new0 (LkSimDiscovery, 1);
  self->endpoint = g_strconcat ("urn:uuid:", uuid, NULL);
  self->scopes = make_scopes (model);
  self->xaddrs = g_strdup (xaddrs);
  self->instance = g_get_real_time () / G_USEC_PER_SEC;
  self->socket = g_steal_pointer (&socket);
  self->stop = g_cancellable_new ();
  join (self);
  self->thread = g_thread_new ("discovery", listen_thread, self);
  return self;
}

void
lk_sim_discovery_free (LkSimDiscovery *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->stop);
  g_object_unref (self->socket);
  g_free (self->endpoint);
  g_free (self->scopes);
  g_free (self->xaddrs);
  g_free (self);
}
