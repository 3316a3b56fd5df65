/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "certificate/lk-inspector-private.h"

#include "base/lk-error.h"
#include "baseline/lk-alert.h"
#include "baseline/lk-error-text.h"
#include "certificate/lk-entry-list.h"
#include "certificate/lk-password-page.h"

#include <string.h>

#include <glib/gi18n.h>

/* With the list beside the details. */
#define WIDE_PX   1080
#define HEIGHT_PX 860
#define LIST_PX   280
#define LATE      "/io/github/latchkey/Latchkey/certificate/lk-inspector-late.ui"
#define MENU      "/io/github/latchkey/Latchkey/certificate/lk-inspector-menu.ui"
/* Whatever takes less than this needs no spinner. */
#define PATIENCE_MS 200
/* A window that will have something to show within this time is better shown with it. */
#define UNSEEN_MS 150

struct _LkInspector
{
  AdwApplicationWindow parent_instance;

  GListStore *entries;
  LkEntry *entry; /* (nullable): the one that is shown */
  LkInspectionContext context;
  GCancellable *cancellable;
  gboolean unlocked; /* just now */
  gboolean searchable;
  guint waiting;
  guint unseen; /* source that shows the window whatever is in it */

  AdwToastOverlay *toasts;
  AdwLeaflet *leaflet;
  GtkWidget *details_side;
  AdwWindowTitle *window_title;
  GtkWidget *back;
  GtkMenuButton *menu_button;
  GtkWidget *search_button;
  GtkStack *stack;
  LkDetailsPage *page;

  /* (nullable): made when they are asked for, so that the first frame need not wait for them */
  LkEntryList *list;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkSpinner *spinner;
  LkPasswordPage *password_page;
  AdwStatusPage *error_page;
};

G_DEFINE_FINAL_TYPE (LkInspector, lk_inspector, ADW_TYPE_APPLICATION_WINDOW)

/* A part of its own of lk-inspector-late.ui. */
static gpointer
make_late (const char *id)
{
  const char *ids[] = { id, NULL };
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GError) error = NULL;

  if (!gtk_builder_add_objects_from_resource (builder, LATE, ids, &error))
    g_error ("%s", error->message);
  return g_object_ref (gtk_builder_get_object (builder, id));
}

static gboolean
is_list_visible (LkInspector *self)
{
  return self->list != NULL && gtk_widget_get_visible (GTK_WIDGET (self->list));
}

static void
update_back (LkInspector *self)
{
  gtk_widget_set_visible (self->back,
                          adw_leaflet_get_folded (self->leaflet) && is_list_visible (self));
}

static void
chosen_cb (LkInspector *self, LkEntry *entry)
{
  lk_inspector_show_entry (self, entry);
  adw_leaflet_set_visible_child (self->leaflet, self->details_side);
}

static void
make_list (LkInspector *self)
{
  GtkWidget *line = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

  self->list = g_object_new (LK_TYPE_ENTRY_LIST, "width-request", LIST_PX, "visible", FALSE, NULL);
  g_object_bind_property (self->leaflet, "folded", self->list, "folded", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->list, "visible", line, "visible", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->list, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_leaflet_prepend (self->leaflet, GTK_WIDGET (self->list));
  adw_leaflet_page_set_navigatable (
    adw_leaflet_insert_child_after (self->leaflet, line, GTK_WIDGET (self->list)), FALSE);

  lk_entry_list_set_model (self->list, G_LIST_MODEL (self->entries));
  lk_entry_list_set_searchable (self->list, self->searchable);
  lk_entry_list_select (self->list, self->entry);
}

static void
search_changed_cb (LkInspector *self)
{
  lk_details_page_set_search (self->page, gtk_editable_get_text (self->search_entry));
}

static void
search_toggled_cb (LkInspector *self)
{
  g_autoptr (GtkWidget) bar = NULL;

  if (self->search_bar != NULL)
    return;
  bar = make_late ("search_bar");
  self->search_bar = GTK_SEARCH_BAR (bar);
  self->search_entry =
    GTK_EDITABLE (adw_clamp_get_child (ADW_CLAMP (gtk_search_bar_get_child (self->search_bar))));
  g_signal_connect_object (self->search_entry, "search-changed", G_CALLBACK (search_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_box_insert_child_after (GTK_BOX (self->details_side), bar,
                              gtk_widget_get_first_child (self->details_side));
  g_object_bind_property (self->search_button, "active", bar, "search-mode-enabled",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
menu_cb (GtkMenuButton *button, gpointer data)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  builder = gtk_builder_new_from_resource (MENU);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (gtk_builder_get_object (builder, "menu")));
}

static void
password_cb (LkInspector *self, LkSecret *password)
{
  if (self->entry == NULL)
    return;
  self->unlocked = TRUE;
  lk_inspector_unlock (self, self->entry, password);
}

/* An issuer may be in the list already; it is shown there. */
static void
open_certificate_cb (LkInspector *self, LkCertificate *certificate)
{
  g_autoptr (LkEntry) added = NULL;

  for (guint i = 0;
       i < g_list_model_get_n_items (G_LIST_MODEL (self->entries)) && i < LK_BUNDLE_MAX_OBJECTS;
       i++)
    {
      g_autoptr (LkEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries), i);
      LkCertificate *other = lk_entry_get_certificate (entry);

      if (other != NULL && lk_certificate_equal (other, certificate))
        {
          lk_inspector_show_entry (self, entry);
          return;
        }
    }
  added = lk_entry_new_for_certificate (certificate);
  g_list_store_append (self->entries, added);
  lk_inspector_show_entry (self, added);
}

/* The list is there for several objects only. */
static void
entries_changed_cb (LkInspector *self)
{
  gboolean several = g_list_model_get_n_items (G_LIST_MODEL (self->entries)) > 1;
  int width, height;

  if (several && !is_list_visible (self) && !gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_window_set_default_size (GTK_WINDOW (self), WIDE_PX, HEIGHT_PX);
  else if (several && !is_list_visible (self))
    {
      gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
      if (width > 700 && width < WIDE_PX)
        gtk_window_set_default_size (GTK_WINDOW (self), WIDE_PX, height);
    }
  if (several && self->list == NULL)
    make_list (self);
  if (self->list != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->list), several);
  update_back (self);
}

static gboolean
drop_cb (LkInspector *self, const GValue *value)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *list = g_value_get_boxed (value);

  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, g_object_ref (l->data));
  if (files->len == 0)
    return FALSE;
  lk_inspector_load_files (self, files);
  return TRUE;
}

static void
stop_waiting (LkInspector *self)
{
  g_clear_handle_id (&self->waiting, g_source_remove);
  if (self->spinner != NULL)
    gtk_spinner_stop (self->spinner);
}

static gboolean
unseen_cb (gpointer data)
{
  LkInspector *self = data;

  self->unseen = 0;
  gtk_window_present (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Drawing an empty window first would only delay what is to be read in it. */
static void
present_soon (LkInspector *self)
{
  self->unseen = g_timeout_add (UNSEEN_MS, unseen_cb, self);
}

static void
show_page (LkInspector *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  if (self->unseen == 0)
    return;
  g_clear_handle_id (&self->unseen, g_source_remove);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
waited_cb (gpointer data)
{
  LkInspector *self = data;

  self->waiting = 0;
  if (self->spinner == NULL)
    {
      g_autoptr (GtkWidget) spinner = make_late ("spinner");

      gtk_stack_add_named (self->stack, spinner, "busy");
      self->spinner = GTK_SPINNER (spinner);
    }
  gtk_stack_set_visible_child_name (self->stack, "busy");
  gtk_spinner_start (self->spinner);
  return G_SOURCE_REMOVE;
}

static void
lk_inspector_dispose (GObject *object)
{
  LkInspector *self = LK_INSPECTOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->waiting, g_source_remove);
  g_clear_handle_id (&self->unseen, g_source_remove);
  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_data (self->entries, self);
  self->list = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), LK_TYPE_INSPECTOR);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (lk_inspector_parent_class)->dispose (object);
}

/* Jobs read the context until the last of them gives its reference back. */
static void
lk_inspector_finalize (GObject *object)
{
  LkInspector *self = LK_INSPECTOR (object);

  g_clear_object (&self->entries);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context.tab);
  g_clear_pointer (&self->context.clock, g_date_time_unref);
  g_clear_pointer (&self->context.pool, g_ptr_array_unref);
  g_clear_pointer (&self->context.now, g_date_time_unref);
  g_free ((char *)self->context.camera);
  G_OBJECT_CLASS (lk_inspector_parent_class)->finalize (object);
}

static void
lk_inspector_class_init (LkInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = lk_inspector_dispose;
  G_OBJECT_CLASS (klass)->finalize = lk_inspector_finalize;

  g_type_ensure (LK_TYPE_DETAILS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/latchkey/Latchkey/certificate/lk-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, LkInspector, toasts);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, leaflet);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, details_side);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, window_title);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, back);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, menu_button);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, search_button);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, stack);
  gtk_widget_class_bind_template_child (widget_class, LkInspector, page);
  gtk_widget_class_bind_template_callback (widget_class, search_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_certificate_cb);
  lk_inspector_install_actions (widget_class);
}

static void
lk_inspector_init (LkInspector *self)
{
  GtkDropTarget *target;

  self->entries = g_list_store_new (LK_TYPE_ENTRY);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, menu_cb, NULL, NULL);
  g_signal_connect_object (self->entries, "items-changed", G_CALLBACK (entries_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (update_back), self, G_CONNECT_SWAPPED);

  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  lk_inspector_update_actions (self);
}

GListStore *
lk_inspector_get_entries (LkInspector *self)
{
  return self->entries;
}

LkEntry *
lk_inspector_get_entry (LkInspector *self)
{
  return self->entry;
}

LkDetailsPage *
lk_inspector_get_page (LkInspector *self)
{
  return self->page;
}

const LkInspectionContext *
lk_inspector_get_context (LkInspector *self)
{
  return &self->context;
}

GCancellable *
lk_inspector_get_cancellable (LkInspector *self)
{
  return self->cancellable;
}

void
lk_inspector_say (LkInspector *self, const char *escaped)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
lk_inspector_start_search (LkInspector *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->search_button), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
lk_inspector_go_back (LkInspector *self)
{
  if (is_list_visible (self))
    adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->list));
}

void
lk_inspector_set_searchable (LkInspector *self)
{
  self->searchable = TRUE;
  if (self->list != NULL)
    lk_entry_list_set_searchable (self->list, TRUE);
}

void
lk_inspector_show_busy (LkInspector *self)
{
  if (self->waiting == 0)
    self->waiting = g_timeout_add (PATIENCE_MS, waited_cb, self);
}

static void
show_title (LkInspector *self, const char *title, const char *subtitle)
{
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_window_title_set_title (self->window_title, title);
  adw_window_title_set_subtitle (
    self->window_title, subtitle != NULL && g_strcmp0 (title, subtitle) != 0 ? subtitle : "");
}

/* What the file is not, then what was found in it. */
static void
show_error (LkInspector *self, const GError *error)
{
  g_autoptr (LkVerdict) verdict = lk_verdict_new_for_error (error);
  gboolean is_data = g_error_matches (error, LK_ERROR, LK_ERROR_BAD_DATA);
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  if (self->error_page == NULL)
    {
      g_autoptr (GtkWidget) page = make_late ("error_page");

      gtk_stack_add_named (self->stack, page, "error");
      self->error_page = ADW_STATUS_PAGE (page);
    }
  adw_status_page_set_title (self->error_page, is_data ? lk_verdict_get_text (verdict)
                                                       : lk_error_text_get_heading (error));
  adw_status_page_set_description (self->error_page, escaped);
  show_page (self, "error");
}

static void
show_password_page (LkInspector *self)
{
  if (self->password_page == NULL)
    {
      self->password_page = g_object_new (LK_TYPE_PASSWORD_PAGE, NULL);
      g_signal_connect_object (self->password_page, "entered", G_CALLBACK (password_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->password_page), "password");
    }
  show_page (self, "password");
}

static gboolean
is_focus_in_list (LkInspector *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && self->list != NULL && !adw_leaflet_get_folded (self->leaflet) &&
         gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));
}

void
lk_inspector_show_entry (LkInspector *self, LkEntry *entry)
{
  const char *where = lk_entry_get_file_name (entry);

  stop_waiting (self);
  g_set_object (&self->entry, entry);
  if (self->list != NULL)
    lk_entry_list_select (self->list, entry);
  show_title (self, lk_entry_get_title (entry), where != NULL ? where : self->context.camera);
  if (lk_entry_get_error (entry) != NULL && lk_entry_needs_password (entry))
    {
      show_password_page (self);
      lk_password_page_ask (self->password_page, lk_entry_get_file_name (entry));
      /* Whoever walks through the list with the keyboard goes on walking. */
      if (!is_focus_in_list (self))
        lk_password_page_focus (self->password_page);
    }
  else if (lk_entry_get_error (entry) != NULL)
    show_error (self, lk_entry_get_error (entry));
  else
    {
      lk_inspector_show_busy (self);
      lk_inspector_inspect (self, entry);
    }
  lk_inspector_update_actions (self);
}

void
lk_inspector_show_inspection (LkInspector *self, LkInspection *inspection)
{
  stop_waiting (self);
  lk_details_page_set_inspection (self->page, inspection);
  show_page (self, "details");
  /* The password's entry is gone: the keyboard goes on where the eyes are. */
  if (self->unlocked)
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
  self->unlocked = FALSE;
  lk_inspector_update_actions (self);
}

void
lk_inspector_show_wrong_password (LkInspector *self)
{
  stop_waiting (self);
  show_password_page (self);
  self->unlocked = FALSE;
  lk_password_page_refuse (self->password_page);
}

void
lk_inspector_ask_password (LkInspector *self)
{
  show_password_page (self);
  lk_password_page_ask (self->password_page, lk_entry_get_file_name (self->entry));
  lk_password_page_focus (self->password_page);
}

/* A window of the application, beside @parent; before it where it lets no other window be used. */
static LkInspector *
new_inspector (GtkApplication *application, GtkWindow *parent)
{
  LkInspector *self;

  for (GtkWindow *window = parent; application == NULL && window != NULL;
       window = gtk_window_get_transient_for (window))
    application = gtk_window_get_application (window);
  self = g_object_new (LK_TYPE_INSPECTOR, "application", application, NULL);
  if (parent != NULL && gtk_window_get_modal (parent))
    g_object_set (self, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE, NULL);
  return self;
}

LkInspector *
lk_inspector_present_files (GtkApplication *application,
                            GtkWindow *parent,
                            GFile **files,
                            guint n_files)
{
  LkInspector *self = new_inspector (application, parent);

  lk_inspector_open_files (self, files, n_files);
  present_soon (self);
  return self;
}

void
lk_inspector_open_files (LkInspector *self, GFile **files, guint n_files)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (LK_IS_INSPECTOR (self));

  for (guint i = 0; i < n_files; i++)
    g_ptr_array_add (list, g_object_ref (files[i]));
  lk_inspector_load_files (self, list);
}

static void
copy_context (LkInspectionContext *to, const LkInspectionContext *from)
{
  if (from == NULL)
    return;
  to->tab = from->tab != NULL ? g_object_ref (from->tab) : NULL;
  to->clock = from->clock != NULL ? g_date_time_ref (from->clock) : NULL;
  to->camera = g_strdup (from->camera);
  to->pool = from->pool != NULL ? g_ptr_array_ref (from->pool) : NULL;
  to->now = from->now != NULL ? g_date_time_ref (from->now) : NULL;
}

LkInspector *
lk_inspector_present_certificate (GtkWindow *parent,
                                  LkCertificate *certificate,
                                  const LkInspectionContext *context)
{
  LkInspector *self = new_inspector (NULL, parent);
  g_autoptr (LkEntry) entry = lk_entry_new_for_certificate (certificate);

  copy_context (&self->context, context);
  g_list_store_append (self->entries, entry);
  lk_inspector_show_entry (self, entry);
  present_soon (self);
  return self;
}

typedef struct
{
  GtkApplication *application;
  GtkWindow *parent;
} Paste;

static void
clipboard_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Paste *paste = data;
  g_autoptr (GtkApplication) application = paste->application;
  g_autoptr (GtkWindow) parent = paste->parent;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;
  LkInspector *self;

  if (text == NULL || *text == '\0')
    {
      lk_alert_async (parent, &(LkAlert){ .heading = _ ("Nothing to Paste"), .body = _ ("Copy the text of a certificate first, from BEGIN to END.") }, NULL, NULL, NULL);
      return;
    }
  bytes = g_bytes_new (text, strlen (text));
  lk_secret_wipe (text, strlen (text));
  self = new_inspector (application, parent);
  lk_inspector_load_text (self, bytes, _ ("Clipboard"));
  present_soon (self);
}

void
lk_inspector_present_clipboard (GtkApplication *application, GtkWindow *parent)
{
  Paste *paste = g_new0 (Paste, 1);

  paste->application = application != NULL ? g_object_ref (application) : NULL;
  paste->parent = g_object_ref (parent);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (parent)), NULL, clipboard_cb,
                                 paste);
}
