/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-identity.h"

#include "base/lk-error.h"
#include "certificate/lk-identity-private.h"

#include <gnutls/urls.h>

/* GIO takes a key as bytes or by the URI of a token, and most keys that matter here cannot leave
 * their store. But whatever stands in that URI goes to GnuTLS, and GnuTLS lets a program answer for
 * a scheme of its own: "latchkey-key:NUMBER" names an identity of this process, which then signs
 * with the one key there is. So no key is ever copied for GIO, wherever it lives. */
#define SCHEME         "latchkey-key:"
#define GNUTLS_BACKEND "GTlsCertificateGnutls" /* the others know no keys by URI */

static GMutex doors_lock;
static GHashTable *doors; /* guint64 * → LkIdentity, for as long as a GTlsCertificate holds it */

typedef struct
{
  guint64 number;
  LkIdentity *identity;
} Door;

static int
open_door_cb (gnutls_privkey_t key, const char *uri, unsigned flags)
{
  guint64 number = g_ascii_strtoull (uri + strlen (SCHEME), NULL, 10);
  g_autoptr (LkIdentity) identity = NULL;

  g_mutex_lock (&doors_lock);
  identity = doors != NULL ? g_hash_table_lookup (doors, &number) : NULL;
  if (identity != NULL)
    g_object_ref (identity);
  g_mutex_unlock (&doors_lock);
  return identity != NULL ? lk_identity_import_session_key (identity, key)
                          : GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

/* GnuTLS wants schemes told to it before there are threads. */
__attribute__ ((constructor)) static void
register_scheme (void)
{
  static const gnutls_custom_url_st scheme = { .name = SCHEME,
                                               .name_size = sizeof SCHEME - 1,
                                               .import_key = open_door_cb };

  (void)gnutls_register_custom_url (&scheme); /* GIO then says that the key cannot be reached */
}

static Door *
make_door (LkIdentity *identity)
{
  static guint64 last;
  Door *door = g_new0 (Door, 1);

  door->identity = g_object_ref (identity);
  g_mutex_lock (&doors_lock);
  if (doors == NULL)
    doors = g_hash_table_new (g_int64_hash, g_int64_equal);
  door->number = ++last;
  g_hash_table_insert (doors, &door->number, door->identity);
  g_mutex_unlock (&doors_lock);
  return door;
}

static void
close_door (gpointer data)
{
  Door *door = data;

  g_mutex_lock (&doors_lock);
  g_hash_table_remove (doors, &door->number);
  g_mutex_unlock (&doors_lock);
  g_object_unref (door->identity);
  g_free (door);
}

static GByteArray *
make_array (GBytes *bytes)
{
  GByteArray *array = g_byte_array_sized_new ((guint)g_bytes_get_size (bytes));

  return g_byte_array_append (array, g_bytes_get_data (bytes, NULL),
                              (guint)g_bytes_get_size (bytes));
}

/* The issuers, each holding the next: what GIO sends behind the leaf. */
static GTlsCertificate *
make_issuers (GPtrArray *chain, GType type)
{
  GTlsCertificate *issuer = NULL;

  for (guint i = chain->len - 1; i > 0; i--)
    {
      g_autoptr (GByteArray) der =
        make_array (lk_certificate_get_der (g_ptr_array_index (chain, i)));
      g_autoptr (GTlsCertificate) above = issuer;

      issuer = g_initable_new (type, NULL, NULL, "certificate", der, "issuer", above, NULL);
    }
  return issuer;
}

GTlsCertificate *
lk_identity_to_tls_certificate (LkIdentity *self, GError **error)
{
  const GType type = g_tls_backend_get_certificate_type (g_tls_backend_get_default ());
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GTlsCertificate) issuers = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *uri = NULL;
  gpointer certificate;
  Door *door;

  g_return_val_if_fail (LK_IS_IDENTITY (self), NULL);

  if (!g_str_equal (g_type_name (type), GNUTLS_BACKEND))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED,
                   "A personal certificate needs GIO's TLS by GnuTLS (glib-networking), and here it "
                   "is “%s”; install glib-networking and unset GIO_USE_TLS",
                   g_type_name (type));
      return NULL;
    }
  der = make_array (lk_certificate_get_der (lk_identity_get_certificate (self)));
  issuers = make_issuers (lk_identity_get_chain (self), type);
  door = make_door (self);
  uri = g_strdup_printf (SCHEME "%" G_GUINT64_FORMAT, door->number);
  certificate = g_initable_new (type, NULL, &reason, "certificate", der, "private-key-pkcs11-uri",
                                uri, "issuer", issuers, NULL);
  if (certificate == NULL)
    {
      close_door (door);
      g_set_error (error, LK_ERROR, LK_ERROR_BAD_CERTIFICATE,
                   "TLS cannot use the certificate “%s” (%s); get it issued again",
                   lk_certificate_get_title (lk_identity_get_certificate (self)), reason->message);
      return NULL;
    }
  g_object_set_data_full (certificate, "lk-identity", door, close_door);
  return certificate;
}
