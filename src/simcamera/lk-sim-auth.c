/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "simcamera/lk-sim-auth.h"

#include "base/lk-hex.h"

#include <gnutls/crypto.h>
#include <string.h>

#define NONCE_BYTES 16
#define MAX_NONCES  1000

struct _LkSimAuth
{
  GMutex mutex;
  char *realm;
  char *user;
  LkSecret *password;
  LkSimDigest offered;
  gint64 nonce_lifetime_us;
  char *opaque;
  GHashTable *nonces; /* nonce → Nonce */
};

typedef struct
{
  gint64 made_us;
  GHashTable *counts; /* nc values that were used */
} Nonce;

/* Strongest first. */
static const struct
{
  LkSimDigest digest;
  const char *name;
  GChecksumType checksum;
} algorithms[] = {
  { LK_SIM_DIGEST_SHA256, "SHA-256", G_CHECKSUM_SHA256 },
  { LK_SIM_DIGEST_MD5, "MD5", G_CHECKSUM_MD5 },
};

static void
free_nonce (gpointer data)
{
  Nonce *nonce = data;

  g_hash_table_unref (nonce->counts);
  g_free (nonce);
}

static char *
random_text (void)
{
  guint8 bytes[NONCE_BYTES];

  gnutls_rnd (GNUTLS_RND_NONCE, bytes, sizeof bytes);
  return lk_hex_encode (bytes, sizeof bytes);
}

LkSimAuth *
lk_sim_auth_new (const char *realm,
                 const char *user,
                 LkSecret *password,
                 LkSimDigest offered,
                 guint nonce_lifetime_s)
{
  LkSimAuth *self = g_new0 (LkSimAuth, 1);

  g_mutex_init (&self->mutex);
  self->realm = g_strdup (realm);
  self->user = g_strdup (user);
  self->password = lk_secret_ref (password);
  self->offered = offered;
  self->nonce_lifetime_us = (gint64)nonce_lifetime_s * G_USEC_PER_SEC;
  self->opaque = random_text ();
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_nonce);
  return self;
}

void
lk_sim_auth_free (LkSimAuth *self)
{
  if (self == NULL)
    return;
  g_free (self->realm);
  g_free (self->user);
  lk_secret_unref (self->password);
  g_free (self->opaque);
  g_hash_table_unref (self->nonces);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static char *
hash (GChecksumType type, const char *a, const char *b, const char *c)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (type);

  g_checksum_update (checksum, (const guchar *)a, -1);
  for (const char *const *part = (const char *const[]){ b, c, NULL }; *part != NULL; part++)
    {
      g_checksum_update (checksum, (const guchar *)":", 1);
      g_checksum_update (checksum, (const guchar *)*part, -1);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

/* RFC 7616 3.4.1. */
static char *
expected_response (LkSimAuth *self, GHashTable *sent, GChecksumType type, const char *method)
{
  g_autofree char *ha1 = hash (type, self->user, self->realm, lk_secret_get_text (self->password));
  g_autofree char *ha2 = hash (type, method, g_hash_table_lookup (sent, "uri"), NULL);
  g_autofree char *middle = g_strdup_printf ("%s:%s:%s:auth",
                                             (const char *)g_hash_table_lookup (sent, "nonce"),
                                             (const char *)g_hash_table_lookup (sent, "nc"),
                                             (const char *)g_hash_table_lookup (sent, "cnonce"));

  return hash (type, ha1, middle, ha2);
}

static gboolean
is_response_right (LkSimAuth *self, GHashTable *sent, LkSimRequest *request)
{
  static const char *const needed[] = { "username", "realm", "nonce", "uri", "qop", "nc", "cnonce", "response" };
  const char *algorithm = g_hash_table_lookup (sent, "algorithm");
  const char *response = g_hash_table_lookup (sent, "response");

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    if (g_hash_table_lookup (sent, needed[i]) == NULL)
      return FALSE;
  if (!g_str_equal (g_hash_table_lookup (sent, "username"), self->user) ||
      !g_str_equal (g_hash_table_lookup (sent, "realm"), self->realm) ||
      !g_str_equal (g_hash_table_lookup (sent, "uri"), request->target) ||
      !g_str_equal (g_hash_table_lookup (sent, "qop"), "auth"))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *expected = NULL;

      if ((self->offered & algorithms[i].digest) == 0 ||
          g_ascii_strcasecmp (algorithm != NULL ? algorithm : "MD5", algorithms[i].name) != 0)
        continue;
      expected = expected_response (self, sent, algorithms[i].checksum, request->method);
      return strlen (expected) == strlen (response) &&
             gnutls_memcmp (expected, response, strlen (expected)) == 0;
    }
  return FALSE;
}

/* Whether the nonce is one of ours, young enough, and not yet used with this count. */
static gboolean
use_nonce (LkSimAuth *self, const char *text, const char *count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Nonce *nonce = g_hash_table_lookup (self->nonces, text);

  if (nonce == NULL)
    return FALSE;
  if (g_get_monotonic_time () - nonce->made_us > self->nonce_lifetime_us)
    {
      g_hash_table_remove (self->nonces, text);
      return FALSE;
    }
  return g_hash_table_add (nonce->counts, g_ascii_strdown (count, -1));
}

LkSimAuthResult
lk_sim_auth_check (LkSimAuth *self, LkSimRequest *request)
{
  const char *header = soup_message_headers_get_one (request->headers, "Authorization");
  GHashTable *sent;
  LkSimAuthResult result = LK_SIM_AUTH_WRONG;

  if (header == NULL)
    return LK_SIM_AUTH_NONE;
  if (g_ascii_strncasecmp (header, "Digest ", 7) != 0)
    return LK_SIM_AUTH_WRONG;
  sent = soup_header_parse_param_list (header + 7);
  if (is_response_right (self, sent, request))
    result = use_nonce (self, g_hash_table_lookup (sent, "nonce"), g_hash_table_lookup (sent, "nc"))
               ? LK_SIM_AUTH_OK
               : LK_SIM_AUTH_STALE;
  soup_header_free_param_list (sent);
  return result;
}

const char *
lk_sim_auth_result_get_name (LkSimAuthResult result)
{
  static const char *const names[] = { "ok", "none", "wrong", "stale" };

  return names[result];
}

static char *
make_nonce (LkSimAuth *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *text = random_text ();
  Nonce *nonce = g_new0 (Nonce, 1);

  nonce->made_us = g_get_monotonic_time ();
  nonce->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_hash_table_size (self->nonces) >= MAX_NONCES)
    g_hash_table_remove_all (self->nonces);
  g_hash_table_insert (self->nonces, g_strdup (text), nonce);
  return text;
}

LkSimReply *
lk_sim_auth_challenge (LkSimAuth *self, gboolean stale)
{
  LkSimReply *reply = lk_sim_reply_new (401, "text/plain", "Unauthorized");

  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *nonce = NULL;

      if ((self->offered & algorithms[i].digest) == 0)
        continue;
      nonce = make_nonce (self);
      g_string_append_printf (reply->headers,
                              "WWW-Authenticate: Digest realm=\"%s\", qop=\"auth\", algorithm=%s, "
                              "nonce=\"%s\", opaque=\"%s\"%s\r\n",
                              self->realm, algorithms[i].name, nonce, self->opaque,
                              stale ? ", stale=true" : "");
    }
  return reply;
}

void
lk_sim_auth_forget (LkSimAuth *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove_all (self->nonces);
}
