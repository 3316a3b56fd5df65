/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The camera's [SSL] tab as the camera told it at one moment: immutable, any thread. A driver fills
 * an LkSslTabFields and freezes it with lk_ssl_tab_new(); nobody changes it afterwards. */

#pragma once

#include "camera/lk-tab-certificate.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* "SSL function" of the Common setting. */
typedef enum
{
  LK_SSL_FUNCTION_UNKNOWN,
  LK_SSL_FUNCTION_DISABLE,
  LK_SSL_FUNCTION_ENABLE,
  LK_SSL_FUNCTION_ENABLE_WITH_HTTP, /* plain HTTP goes on being served */
} LkSslFunction;

/* "Certificate options" of the SSL server authentication. */
typedef enum
{
  LK_SERVER_OPTION_UNKNOWN,
  LK_SERVER_OPTION_EXTERNAL,
  LK_SERVER_OPTION_SELF_SIGNED,
} LkServerOption;

/* "Status" of the server certificate. */
typedef enum
{
  LK_SERVER_STATUS_NONE, /* no certificate is there */
  LK_SERVER_STATUS_VALID,
  LK_SERVER_STATUS_INVALID,
} LkServerStatus;

/* Versions of TLS that the camera has enabled; none: it does not tell. */
typedef enum
{
  LK_TLS_NOT_TOLD = 0,
  LK_TLS_HAS_1_0 = 1 << 0,
  LK_TLS_HAS_1_1 = 1 << 1,
  LK_TLS_HAS_1_2 = 1 << 2,
  LK_TLS_HAS_1_3 = 1 << 3,
} LkTlsVersions;

#define LK_MAX_TRUSTED 4

typedef struct
{
  LkSslFunction ssl_function;
  guint offered_ssl_functions; /* bit (1 << LkSslFunction) for each one this camera offers */
  LkTlsVersions tls_versions;
  LkTlsVersions offered_tls_versions; /* those that can be enabled; NOT_TOLD: no choice */

  LkServerOption server_option;
  guint offered_server_options; /* bit (1 << LkServerOption) */
  LkServerStatus server_status;
  LkTabCertificate *server_certificate; /* (nullable) */
  gboolean key_password_set;

  gboolean client_enabled;
  gboolean cn_is_user;                       /* the common name has to be a user's */
  guint trusted_capacity;                    /* at most LK_MAX_TRUSTED */
  LkTabCertificate *trusted[LK_MAX_TRUSTED]; /* [0] is "Trusted CA certificate 1"; NULL: not set */
} LkSslTabFields;

#define LK_TYPE_SSL_TAB (lk_ssl_tab_get_type ())
G_DECLARE_FINAL_TYPE (LkSslTab, lk_ssl_tab, LK, SSL_TAB, GObject)

/* Takes new references on what @fields points to. */
LkSslTab *lk_ssl_tab_new (const LkSslTabFields *fields);
const LkSslTabFields *lk_ssl_tab_get_fields (LkSslTab *self);

/* Client authentication can be used only once a server certificate is on the camera. */
gboolean lk_ssl_tab_is_client_available (LkSslTab *self);
LkTabCertificate *lk_ssl_tab_get_trusted (LkSslTab *self, guint slot); /* slot from 1; (nullable) */
guint lk_ssl_tab_count_trusted (LkSslTab *self);
guint lk_ssl_tab_find_free_slot (LkSslTab *self); /* 0: full */
/* its slot, 0: not there */
guint lk_ssl_tab_find_trusted (LkSslTab *self, LkCertificate *certificate);
gboolean lk_ssl_tab_equal (LkSslTab *self, LkSslTab *other);

/* The camera's own words, untranslated (N_): "Enable", "Use an external certificate", "Valid"; and the
 * stable names for JSON and files: "enable", "enable-with-http", "external", "valid". */
const char *lk_ssl_function_get_label (LkSslFunction value);
const char *lk_ssl_function_get_name (LkSslFunction value);
const char *lk_server_option_get_label (LkServerOption value);
const char *lk_server_option_get_name (LkServerOption value);
const char *lk_server_status_get_label (LkServerStatus value);
const char *lk_server_status_get_name (LkServerStatus value);

/* The reverse of get_name; UNKNOWN for other words. */
LkSslFunction lk_ssl_function_from_name (const char *name);
LkServerOption lk_server_option_from_name (const char *name);

/* In the camera's words, as ONVIF writes them: "1.2 1.3". What is no version is left out. */
LkTlsVersions lk_tls_versions_from_names (const char *names);
char *lk_tls_versions_dup_names (LkTlsVersions versions); /* (nullable) where it is not told */

G_END_DECLS
