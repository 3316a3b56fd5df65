/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "camera/lk-ssl-tab.h"

#include <glib/gi18n.h>
#include <string.h>

struct _LkSslTab
{
  GObject parent_instance;

  LkSslTabFields fields;
};

G_DEFINE_FINAL_TYPE (LkSslTab, lk_ssl_tab, G_TYPE_OBJECT)

typedef struct
{
  const char *name;
  const char *label;
} Words;

static const Words ssl_function_words[] = {
  [LK_SSL_FUNCTION_UNKNOWN] = { "unknown", N_ ("Unknown") },
  [LK_SSL_FUNCTION_DISABLE] = { "disable", N_ ("Disable") },
  [LK_SSL_FUNCTION_ENABLE] = { "enable", N_ ("Enable") },
  [LK_SSL_FUNCTION_ENABLE_WITH_HTTP] = { "enable-with-http", N_ ("Enable (Allow HTTP connection for some clients)") },
};

static const Words server_option_words[] = {
  [LK_SERVER_OPTION_UNKNOWN] = { "unknown", N_ ("Unknown") },
  [LK_SERVER_OPTION_EXTERNAL] = { "external", N_ ("Use an external certificate") },
  [LK_SERVER_OPTION_SELF_SIGNED] = { "self-signed", N_ ("Use a self-signed certificate (For test use)") },
};

static const Words server_status_words[] = {
  [LK_SERVER_STATUS_NONE] = { "none", N_ ("Not set") },
  [LK_SERVER_STATUS_VALID] = { "valid", N_ ("Valid") },
  [LK_SERVER_STATUS_INVALID] = { "invalid", N_ ("Invalid") },
};

/* In the order of the bits of LkTlsVersions. */
static const char *const tls_version_names[] = { "1.0", "1.1", "1.2", "1.3" };

static void
lk_ssl_tab_finalize (GObject *object)
{
  LkSslTab *self = LK_SSL_TAB (object);

  g_clear_object (&self->fields.server_certificate);
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    g_clear_object (&self->fields.trusted[i]);

  G_OBJECT_CLASS (lk_ssl_tab_parent_class)->finalize (object);
}

static void
lk_ssl_tab_class_init (LkSslTabClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_ssl_tab_finalize;
}

static void
lk_ssl_tab_init (LkSslTab *self)
{
}

LkSslTab *
lk_ssl_tab_new (const LkSslTabFields *fields)
{
  LkSslTab *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (LK_TYPE_SSL_TAB, NULL);
  self->fields = *fields;
  self->fields.trusted_capacity = MIN (fields->trusted_capacity, LK_MAX_TRUSTED);
  if (fields->server_certificate != NULL)
    g_object_ref (fields->server_certificate);
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    if (fields->trusted[i] != NULL)
      g_object_ref (fields->trusted[i]);
  return self;
}

const LkSslTabFields *
lk_ssl_tab_get_fields (LkSslTab *self)
{
  g_return_val_if_fail (LK_IS_SSL_TAB (self), NULL);
  return &self->fields;
}

gboolean
lk_ssl_tab_is_client_available (LkSslTab *self)
{
  g_return_val_if_fail (LK_IS_SSL_TAB (self), FALSE);
  return self->fields.trusted_capacity > 0 && self->fields.server_certificate != NULL &&
         self->fields.server_status == LK_SERVER_STATUS_VALID;
}

LkTabCertificate *
lk_ssl_tab_get_trusted (LkSslTab *self, guint slot)
{
  g_return_val_if_fail (LK_IS_SSL_TAB (self), NULL);
  return slot >= 1 && slot <= LK_MAX_TRUSTED ? self->fields.trusted[slot - 1] : NULL;
}

guint
lk_ssl_tab_count_trusted (LkSslTab *self)
{
  guint count = 0;

  g_return_val_if_fail (LK_IS_SSL_TAB (self), 0);

  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    count += self->fields.trusted[i] != NULL;
  return count;
}

guint
lk_ssl_tab_find_free_slot (LkSslTab *self)
{
  g_return_val_if_fail (LK_IS_SSL_TAB (self), 0);

  for (guint i = 0; i < self->fields.trusted_capacity; i++)
    if (self->fields.trusted[i] == NULL)
      return i + 1;
  return 0;
}

guint
lk_ssl_tab_find_trusted (LkSslTab *self, LkCertificate *certificate)
{
  g_return_val_if_fail (LK_IS_SSL_TAB (self), 0);
  g_return_val_if_fail (LK_IS_CERTIFICATE (certificate), 0);

  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    {
      LkTabCertificate *shown = self->fields.trusted[i];
      g_autoptr (LkTabCertificate) matched =
        shown != NULL ? lk_tab_certificate_match (shown, certificate) : NULL;

      if (matched != NULL)
        return i + 1;
    }
  return 0;
}

gboolean
lk_ssl_tab_equal (LkSslTab *self, LkSslTab *other)
{
  const LkSslTabFields *a;
  const LkSslTabFields *b;

  if (self == other)
    return TRUE;
  if (self == NULL || other == NULL)
    return FALSE;
  a = &self->fields;
  b = &other->fields;
  for (guint i = 0; i < LK_MAX_TRUSTED; i++)
    if (!lk_tab_certificate_equal (a->trusted[i], b->trusted[i]))
      return FALSE;
  return a->ssl_function == b->ssl_function &&
         a->offered_ssl_functions == b->offered_ssl_functions &&
         a->server_option == b->server_option &&
         a->offered_server_options == b->offered_server_options &&
         a->server_status == b->server_status &&
         lk_tab_certificate_equal (a->server_certificate, b->server_certificate) &&
         a->key_password_set == b->key_password_set && a->client_enabled == b->client_enabled &&
         a->tls_versions == b->tls_versions &&
         a->offered_tls_versions == b->offered_tls_versions && a->cn_is_user == b->cn_is_user &&
         a->trusted_capacity == b->trusted_capacity;
}

static const Words *
find_words (const Words *table, gsize count, guint value)
{
  return &table[value < count ? value : 0];
}

/* The index of @name, 0 for an unknown one. */
static guint
find_value (const Words *table, gsize count, const char *name)
{
  for (guint i = 0; i < count; i++)
    if (g_strcmp0 (table[i].name, name) == 0)
      return i;
  return 0;
}

const char *
lk_ssl_function_get_label (LkSslFunction value)
{
  return find_words (ssl_function_words, G_N_ELEMENTS (ssl_function_words), value)->label;
}

const char *
lk_ssl_function_get_name (LkSslFunction value)
{
  return find_words (ssl_function_words, G_N_ELEMENTS (ssl_function_words), value)->name;
}

const char *
lk_server_option_get_label (LkServerOption value)
{
  return find_words (server_option_words, G_N_ELEMENTS (server_option_words), value)->label;
}

const char *
lk_server_option_get_name (LkServerOption value)
{
  return find_words (server_option_words, G_N_ELEMENTS (server_option_words), value)->name;
}

const char *
lk_server_status_get_label (LkServerStatus value)
{
  return find_words (server_status_words, G_N_ELEMENTS (server_status_words), value)->label;
}

const char *
lk_server_status_get_name (LkServerStatus value)
{
  return find_words (server_status_words, G_N_ELEMENTS (server_status_words), value)->name;
}

LkSslFunction
lk_ssl_function_from_name (const char *name)
{
  return (LkSslFunction)find_value (ssl_function_words, G_N_ELEMENTS (ssl_function_words), name);
}

LkServerOption
lk_server_option_from_name (const char *name)
{
  return (LkServerOption)find_value (server_option_words, G_N_ELEMENTS (server_option_words), name);
}

LkTlsVersions
lk_tls_versions_from_names (const char *names)
{
  g_auto (GStrv) words = g_strsplit_set (names != NULL ? names : "", " \t\r\n", 64);
  guint versions = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tls_version_names); i++)
    if (g_strv_contains ((const char *const *)words, tls_version_names[i]))
      versions |= 1u << i;
  return versions;
}

char *
lk_tls_versions_dup_names (LkTlsVersions versions)
{
  const char *names[G_N_ELEMENTS (tls_version_names) + 1] = { NULL };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tls_version_names); i++)
    if ((versions & 1u << i) != 0)
      names[n++] = tls_version_names[i];
  return n > 0 ? g_strjoinv (" ", (char **)names) : NULL;
}
