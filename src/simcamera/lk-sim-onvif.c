/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-onvif.h"

#include "base/lk-error.h"
#include "simcamera/lk-sim-onvif-private.h"

#include <gnutls/crypto.h>
#include <libxml/parser.h>
#include <string.h>

#define ENVELOPE      "http://www.w3.org/2003/05/soap-envelope"
#define WSSE          "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
#define SOAP_TYPE     "application/soap+xml; charset=utf-8"
#define PREFIX        "/onvif/"
#define SECURITY_PATH PREFIX "security_service"
#define MAX_SKEW_S    30

typedef struct
{
  LkSimFace face;
  LkSimState *state;
  LkSimQuirks quirks;
  char *user;
  LkSecret *password;
  char *messages;
  GMutex mutex;
  guint n_messages;
} Onvif;

static const struct
{
  const char *name;
  gsize place;
  gint64 standard;
  const char *help;
} quirk_rows[] = {
  { "legacy", G_STRUCT_OFFSET (LkSimQuirks, legacy), 0, "no security service, only device management" },
  { "token", G_STRUCT_OFFSET (LkSimQuirks, token), 0, "login by WS-UsernameToken instead of digest" },
  { "login-always", G_STRUCT_OFFSET (LkSimQuirks, login_always), 0, "asks for a login where none may be asked for" },
  { "no-pkcs12", G_STRUCT_OFFSET (LkSimQuirks, no_pkcs12), 0, "takes no PKCS#12" },
  { "no-pkcs8", G_STRUCT_OFFSET (LkSimQuirks, no_pkcs8), 0, "takes no PKCS#8" },
  { "no-client", G_STRUCT_OFFSET (LkSimQuirks, no_client), 0, "no client authentication" },
  { "no-keys", G_STRUCT_OFFSET (LkSimQuirks, no_keys), 0, "makes no keys" },
  { "only-rsa", G_STRUCT_OFFSET (LkSimQuirks, only_rsa), 0, "makes RSA keys only" },
  { "no-ecc", G_STRUCT_OFFSET (LkSimQuirks, no_ecc), 0, "takes no certificates with keys on elliptic curves" },
  { "only-3des", G_STRUCT_OFFSET (LkSimQuirks, only_3des), 0, "reads no PKCS#12 under AES" },
  { "old-names", G_STRUCT_OFFSET (LkSimQuirks, old_names), 0, "capabilities under their old names" },
  { "tls-versions", G_STRUCT_OFFSET (LkSimQuirks, tls_versions), 0, "tells which versions of TLS are enabled, and takes a choice" },
  { "old-tls", G_STRUCT_OFFSET (LkSimQuirks, old_tls), 0, "the same, and claims that only 1.0 and 1.1 are" },
  { "cn-maps", G_STRUCT_OFFSET (LkSimQuirks, cn_maps), 0, "can take the common name of a certificate for the user; 2: does so from the start" },
  { "no-tls13", G_STRUCT_OFFSET (LkSimQuirks, no_tls13), 0, "claims TLS 1.3 and does not speak it" },
  { "key-ms", G_STRUCT_OFFSET (LkSimQuirks, key_ms), 0, "how long a new key takes" },
  { "setup-ms", G_STRUCT_OFFSET (LkSimQuirks, setup_ms), 0, "until a change of TLS is in effect (SetupDuration)" },
  { "max-keys", G_STRUCT_OFFSET (LkSimQuirks, max_keys), 8, "private keys that can be stored" },
  { "max-certificates", G_STRUCT_OFFSET (LkSimQuirks, max_certificates), 16, "certificates that can be stored" },
  { "max-paths", G_STRUCT_OFFSET (LkSimQuirks, max_paths), 4, "certification paths that can be stored" },
  { "max-policies", G_STRUCT_OFFSET (LkSimQuirks, max_policies), 2, "validation policies that can be stored" },
};

#define QUIRK(quirks, i) (G_STRUCT_MEMBER (gint64, (quirks), quirk_rows[i].place))

/* Operations */

static const LkSimOnvifRow *
find_row (const xmlNode *request)
{
  const LkSimOnvifRow *const tables[] = {
    lk_sim_onvif_device_rows,
    lk_sim_onvif_legacy_rows,
    lk_sim_onvif_keystore_rows,
    lk_sim_onvif_key_rows,
    lk_sim_onvif_tls_rows,
  };

  if (request == NULL || request->ns == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const LkSimOnvifRow *row = tables[i]; row->name != NULL; row++)
      if (g_str_equal (row->name, (const char *)request->name) &&
          g_str_equal ((const char *)request->ns->href,
                       row->is_security ? LK_SIM_NS_TAS : LK_SIM_NS_TDS))
        return row;
  return NULL;
}

static xmlDoc *
parse (LkSimRequest *request)
{
  gsize size = 0;
  const char *data = request->body != NULL ? g_bytes_get_data (request->body, &size) : NULL;
  xmlDoc *document;

  if (size == 0)
    return NULL;
  document = xmlReadMemory (data, (int)size, NULL, NULL,
                            XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  if (document != NULL && document->intSubset != NULL)
    g_clear_pointer (&document, xmlFreeDoc);
  return document;
}

/* The element in the Body of a SOAP 1.2 envelope. */
static const xmlNode *
find_request (xmlDoc *document)
{
  const xmlNode *root = document != NULL ? xmlDocGetRootElement (document) : NULL;
  const xmlNode *body;

  if (root == NULL || root->ns == NULL || !xmlStrEqual (root->name, (const xmlChar *)"Envelope") ||
      !g_str_equal ((const char *)root->ns->href, ENVELOPE))
    return NULL;
  body = lk_sim_xml_find (root, "Body");
  for (const xmlNode *child = body != NULL ? body->children : NULL; child != NULL;
       child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      return child;
  return NULL;
}

static gboolean
recognise (LkSimFace *face, LkSimRequest *request, LkSimCall *call)
{
  Onvif *self = (Onvif *)face;
  xmlDoc *document;
  const LkSimOnvifRow *row;

  if (!g_str_has_prefix (request->path, PREFIX))
    return FALSE;
  document = parse (request);
  row = find_row (find_request (document));
  call->kind = row != NULL ? row->kind : LK_SIM_KIND_ANY;
  call->command = row != NULL ? row->name : "onvif";
  call->is_public =
    self->quirks.token != 0 || (row != NULL && row->is_public && self->quirks.login_always == 0);
  xmlFreeDoc (document);
  return TRUE;
}

/* Answers */

static LkSimReply *
wrap (guint status, const char *content)
{
  LkSimReply *reply = lk_sim_reply_new (status, SOAP_TYPE, NULL);

  g_string_append_printf (reply->body,
                          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<env:Envelope xmlns:env=\"" ENVELOPE
                          "\" xmlns:tas=\"" LK_SIM_NS_TAS "\" xmlns:tds=\"" LK_SIM_NS_TDS "\" xmlns:tt=\"" LK_SIM_NS_TT
                          "\" xmlns:ter=\"http://www.onvif.org/ver10/error\"><env:Body>%s</env:Body></env:Envelope>\n",
                          content);
  return reply;
}

static LkSimReply *
make_fault (gboolean is_sender, const char *subcode, const char *detail, const char *reason)
{
  g_autofree char *inner = detail != NULL ? g_strdup_printf ("<env:Subcode><env:Value>ter:%s</env:Value></env:Subcode>", detail) : g_strdup ("");
  g_autofree char *content = g_markup_printf_escaped ("%s", reason);
  g_autofree char *fault = g_strdup_printf ("<env:Fault><env:Code><env:Value>env:%s</env:Value><env:Subcode><env:Value>ter:%s</env:Value>%s</env:Subcode></env:Code>"
                                            "<env:Reason><env:Text xml:lang=\"en\">%s</env:Text></env:Reason></env:Fault>",
                                            is_sender ? "Sender" : "Receiver", subcode, inner, content);

  return wrap (is_sender ? 400 : 500, fault);
}

/* WS-UsernameToken: a hash over nonce, time and password, not older than a moment. */
static gboolean
token_fits (Onvif *self, xmlDoc *document)
{
  const xmlNode *token = lk_sim_xml_find (xmlDocGetRootElement (document), "Header/Security/UsernameToken");
  g_autofree char *user = lk_sim_xml_dup (token, "Username");
  g_autofree char *digest = lk_sim_xml_dup (token, "Password");
  g_autofree char *created = lk_sim_xml_dup (token, "Created");
  g_autoptr (GBytes) nonce = lk_sim_xml_dup_bytes (token, "Nonce");
  g_autoptr (GDateTime) time =
    created != NULL ? g_date_time_new_from_iso8601 (created, NULL) : NULL;
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree char *expected = NULL;
  guint8 hash[20];

  if (token == NULL || time == NULL || g_bytes_get_size (nonce) == 0 ||
      ABS (g_date_time_to_unix (time) - lk_sim_state_get_now (self->state)) > MAX_SKEW_S)
    return FALSE;
  g_byte_array_append (all, g_bytes_get_data (nonce, NULL), (guint)g_bytes_get_size (nonce));
  g_byte_array_append (all, (const guint8 *)created, (guint)strlen (created));
  g_byte_array_append (all, (const guint8 *)lk_secret_get_text (self->password),
                       (guint)lk_secret_get_length (self->password));
  gnutls_hash_fast (GNUTLS_DIG_SHA1, all->data, all->len, hash);
  expected = g_base64_encode (hash, sizeof hash);
  return g_strcmp0 (user, self->user) == 0 && g_strcmp0 (digest, expected) == 0;
}

static GKeyFile *
load_store (Onvif *self)
{
  GKeyFile *store = g_key_file_new ();
  g_autoptr (GBytes) bytes = lk_sim_state_ref_keystore (self->state);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    /* our own */
    (void)g_key_file_load_from_data (store, g_bytes_get_data (bytes, NULL),
                                     g_bytes_get_size (bytes), G_KEY_FILE_NONE, NULL);
  return store;
}

/* Takes over what the call did to its working copy. */
static void
commit (Onvif *self, LkSimOnvifCall *call, const char *before)
{
  g_autofree char *after = g_key_file_to_data (call->store, NULL, NULL);
  LkSimKeystore keystore = { 0 };

  if (g_strcmp0 (before, after) != 0)
    {
      lk_sim_store_project (call->store, &self->quirks, &keystore);
      lk_sim_state_set_keystore (self->state, &keystore);
      lk_sim_keystore_clear (&keystore);
    }
  if (call->sets_clock)
    lk_sim_state_set_clock (self->state, call->clock);
  if (call->change.ssl >= 0 || call->change.client_enabled >= 0)
    if (lk_sim_state_apply (self->state, &call->change) != LK_SIM_DONE)
      lk_sim_fault_unsupported (call, "EnablingClientAuthenticationFailed", "No usable server certificate");
}

static LkSimReply *
carry_out (Onvif *self, const LkSimOnvifRow *row, LkSimOnvifCall *call, gboolean pretend)
{
  g_autofree char *before = g_key_file_to_data (call->store, NULL, NULL);
  gboolean done = lk_sim_onvif_check (call, call->request, row->grammar) && row->handle (call);
  g_autofree char *content = NULL;
  const char *prefix = row->is_security ? "tas" : "tds";

  if (done && !pretend)
    commit (self, call, before);
  if (call->subcode != NULL || !done)
    return make_fault (call->is_sender, call->subcode, call->detail, call->reason);
  content = g_strdup_printf ("<%s:%sResponse>%s</%s:%sResponse>", prefix, row->name, call->out->str, prefix, row->name);
  return wrap (200, content);
}

static LkSimReply *
answer_request (Onvif *self, LkSimRequest *request, xmlDoc *document, gboolean pretend)
{
  const xmlNode *element = find_request (document);
  const LkSimOnvifRow *row = find_row (element);
  g_autoptr (GKeyFile) store = NULL;
  LkSimOnvifCall call = {
    .quirks = &self->quirks,
    .state = self->state,
    .http = request,
    .request = element,
    .change = { -1, -1, -1 },
  };
  LkSimReply *reply;

  if (element == NULL)
    return make_fault (TRUE, "WellFormed", NULL, "No SOAP 1.2 envelope");
  if (row == NULL || (row->is_legacy && self->quirks.legacy == 0) ||
      (row->is_security && self->quirks.legacy != 0))
    return make_fault (FALSE, "ActionNotSupported", NULL, "No such operation");
  if (!g_str_equal (request->path, row->is_security ? SECURITY_PATH : LK_SIM_ONVIF_PATH))
    return make_fault (TRUE, "UnknownAction", NULL, "This is not the address of that service");
  if (self->quirks.token != 0 && (!row->is_public || self->quirks.login_always != 0) &&
      !token_fits (self, document))
    return make_fault (TRUE, "NotAuthorized", NULL, "Sender not authorized");
  store = load_store (self);
  call.store = store;
  call.out = g_string_new (NULL);
  reply = carry_out (self, row, &call, pretend);
  g_string_free (call.out, TRUE);
  return reply;
}

/* Where the common name of a certificate is the user's, there has to be such a user. */
static gboolean
is_user (Onvif *self, LkSimRequest *request)
{
  g_autoptr (GKeyFile) store = load_store (self);
  g_auto (GStrv) parts = NULL;
  g_autofree char *wanted = g_strconcat ("CN=", self->user, NULL);

  if (request->subject == NULL || !lk_sim_tls_maps_cn (store, &self->quirks))
    return TRUE;
  parts = g_strsplit (request->subject, ",", -1);
  return g_strv_contains ((const char *const *)parts, wanted);
}

static void
keep (Onvif *self, const char *what, const char *data, gsize size)
{
  g_autofree char *name = g_strdup_printf ("%06u-%s.xml", self->n_messages, what);
  g_autofree char *path = g_build_filename (self->messages, name, NULL);

  (void)g_file_set_contents (path, data, (gssize)size, NULL); /* a test misses it then */
}

static LkSimReply *
answer (LkSimFace *face, LkSimRequest *request, gboolean pretend)
{
  Onvif *self = (Onvif *)face;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  xmlDoc *document = parse (request);
  LkSimReply *reply;

  if (g_str_equal (request->method, "POST"))
    reply = is_user (self, request) ? answer_request (self, request, document, pretend)
                                    : lk_sim_reply_new (403, "text/plain", "No such user");
  else
    reply = lk_sim_reply_new (405, "text/plain", "POST only");
  if (self->messages != NULL && document != NULL)
    {
      self->n_messages++;
      keep (self, "request", g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
      keep (self, "reply", reply->body->str, reply->body->len);
    }
  xmlFreeDoc (document);
  return reply;
}

static void
free_onvif (LkSimFace *face)
{
  Onvif *self = (Onvif *)face;

  g_free (self->user);
  lk_secret_unref (self->password);
  g_free (self->messages);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gboolean
set_quirk (Onvif *self, const char *text, GError **error)
{
  gsize length = strcspn (text, "=");
  gint64 number = 1;

  if (text[length] == '=' &&
      !g_ascii_string_to_signed (text + length + 1, 10, 0, 1000000, &number, NULL))
    length = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (quirk_rows); i++)
    if (strlen (quirk_rows[i].name) == length && strncmp (quirk_rows[i].name, text, length) == 0)
      {
        QUIRK (&self->quirks, i) = number;
        return TRUE;
      }
  g_set_error (error, LK_ERROR, LK_ERROR_USAGE, "There is no quirk “%s”", text);
  return FALSE;
}

/* From the start, not only once something is changed. */
static void
speak_less (Onvif *self)
{
  g_autoptr (GKeyFile) store = load_store (self);
  LkSimKeystore keystore = { 0 };

  lk_sim_store_project (store, &self->quirks, &keystore);
  lk_sim_state_set_keystore (self->state, &keystore);
  lk_sim_keystore_clear (&keystore);
}

LkSimFace *
lk_sim_onvif_new (const LkSimOnvifOptions *options, LkSimState *state, GError **error)
{
  Onvif *self = g_new0 (Onvif, 1);

  self->face = (LkSimFace){ recognise, answer, free_onvif };
  self->state = state;
  self->user = g_strdup (options->user);
  self->password = lk_secret_ref (options->password);
  self->messages = g_strdup (options->messages);
  g_mutex_init (&self->mutex);
  for (gsize i = 0; i < G_N_ELEMENTS (quirk_rows); i++)
    QUIRK (&self->quirks, i) = quirk_rows[i].standard;
  for (gsize i = 0; options->quirks != NULL && options->quirks[i] != NULL; i++)
    if (!set_quirk (self, options->quirks[i], error))
      {
        free_onvif (&self->face);
        return NULL;
      }
  if (self->quirks.no_tls13 != 0)
    speak_less (self);
  lk_sim_state_set_tls_delay (state, (guint)self->quirks.setup_ms);
  return &self->face;
}

char *
lk_sim_onvif_describe_quirks (void)
{
  GString *text = g_string_new ("Quirks of an ONVIF camera, NAME or NAME=NUMBER:\n");

  for (gsize i = 0; i < G_N_ELEMENTS (quirk_rows); i++)
    g_string_append_printf (text, "  %-18s %s\n", quirk_rows[i].name, quirk_rows[i].help);
  return g_string_free (text, FALSE);
}
